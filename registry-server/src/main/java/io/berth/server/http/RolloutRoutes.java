package io.berth.server.http;

import io.berth.api.Page;
import io.berth.api.Rollout;
import io.berth.api.RolloutAction;
import io.berth.api.Status;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.InvalidRequest;
import io.berth.server.catalog.ServiceName;
import io.berth.server.rollout.Rollouts;
import io.berth.server.rollout.Steering;
import io.berth.server.watch.State;
import io.berth.server.watch.Topic;
import java.util.Map;

/** Rollouts. */
final class RolloutRoutes {
  private final Rollouts rollouts;
  private final Steering steering;

  RolloutRoutes(Rollouts rollouts, Steering steering) {
    this.rollouts = rollouts;
    this.steering = steering;
  }

  Map<String, Operation> operations() {
    return Map.of("listRollouts", this::list, "getRollout", this::get, "steerRollout", this::steer);
  }

  /** GET /v1/rollouts */
  private Reply list(Request request) {
    String namespace = request.named("namespace").orElse(null);
    String service = request.named("service").orElse(null);
    if (service != null && namespace == null) {
      throw new InvalidRequest("namespace", "is needed with service");
    }
    String cursor = request.cursor();
    int limit = request.limit();
    boolean active = request.flag("active");
    Page<Rollout> recent = rollouts.recent(namespace, service, active, cursor, limit);
    if (service == null || active || recent.next() != null) {
      return Reply.now(recent);
    }
    ServiceName name = new ServiceName(namespace, service);
    return rollouts.areAllRecent(name)
        ? Reply.now(recent)
        : Reply.blocking(() -> Answer.json(200, rollouts.history(name, cursor, limit)));
  }

  /** GET /v1/rollouts/{rollout} */
  private Reply get(Request request) {
    String id = request.rollout();
    if (!rollouts.isRecent(id)) {
      return Reply.blocking(() -> Answer.json(200, rollouts.past(id)));
    }
    return new Reply.Watched(
        Topic.service(ServiceName.ofRollout(id)),
        id,
        () -> {
          Rollout rollout = rollouts.recent(id);
          return State.hashed(ETags.hash(steady(rollout)), () -> Answer.bytes(rollout));
        });
  }

  /** POST /v1/rollouts/{rollout}/{action} */
  private Reply steer(Request request) {
    String id = request.rollout();
    RolloutAction action = request.action();
    Caller caller = request.caller();
    return Reply.blocking(() -> Answer.json(202, steering.ask(id, action, caller)));
  }

  private static Rollout steady(Rollout rollout) {
    return rollout.withInstances(rollout.instances().stream().map(Status::steady).toList());
  }
}
