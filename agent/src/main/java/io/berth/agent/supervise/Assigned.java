package io.berth.agent.supervise;

import io.berth.agent.reconcile.Desired;
import io.berth.agent.reconcile.Origin;
import io.berth.agent.reconcile.Trust;
import io.berth.agent.state.Memory;
import io.berth.api.Assignment;
import io.berth.api.HostAssignments;
import io.berth.api.ServiceRoute;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What is desired of this host, how far that is known, and what held before. On the reactor. */
final class Assigned {
  /** Where nothing says how long a container has to be healthy to count. */
  private static final Duration MIN_HEALTHY = Duration.ofSeconds(10);

  private final Map<String, Origin> held;
  private Trust trust = Trust.NONE;
  private HostAssignments assignments =
      new HostAssignments("", "", List.of(), List.of(), List.of(), List.of());
  private List<Desired> desired = List.of();

  Assigned(Map<String, Origin> held) {
    this.held = new HashMap<>(held);
  }

  /**
   * These are desired from now on.
   *
   * @param known whether this host has a container of a replica; where it has none and nothing held
   *     yet, there is nothing to go back to
   */
  void take(HostAssignments now, Trust from, Predicate<String> known) {
    trust = from;
    assignments = now;
    Map<Assignment, Origin> origins = new HashMap<>();
    Set<String> keys = new HashSet<>();
    for (Assignment assignment : now.assignments()) {
      Origin origin = Origin.of(assignment);
      origins.put(assignment, origin);
      keys.add(assignment.key());
      if (assignment.settled()) {
        held.put(assignment.key(), origin);
      } else if (from == Trust.ANSWERED && !known.test(assignment.key())) {
        held.putIfAbsent(assignment.key(), Memory.NOTHING_HELD);
      }
    }
    if (from == Trust.ANSWERED) {
      held.keySet().retainAll(keys);
    }
    desired =
        now.assignments().stream()
            .map(
                assignment ->
                    new Desired(
                        assignment,
                        origins.get(assignment),
                        Optional.ofNullable(held.get(assignment.key()))))
            .toList();
  }

  Trust trust() {
    return trust;
  }

  HostAssignments assignments() {
    return assignments;
  }

  /** What the proxy is to know of a service beside what runs here. */
  ServiceRoute route(String namespace, String service) {
    return assignments.routes().stream()
        .filter(route -> route.namespace().equals(namespace) && route.service().equals(service))
        .findFirst()
        .orElseGet(() -> new ServiceRoute(namespace, service, Map.of(), List.of(), false));
  }

  /** Whether any service is compared. */
  boolean compares() {
    return assignments.routes().stream().anyMatch(ServiceRoute::compared);
  }

  List<Desired> desired() {
    return desired;
  }

  Map<String, Origin> held() {
    return held;
  }

  /** The assignment that a container fits. */
  Optional<Assignment> fit(String key, Origin origin) {
    return desired.stream()
        .filter(replica -> replica.key().equals(key) && replica.origin().equals(origin))
        .map(Desired::assignment)
        .findFirst();
  }

  Duration minHealthy(String key) {
    return desired.stream()
        .filter(replica -> replica.key().equals(key))
        .findFirst()
        .map(replica -> replica.assignment().spec().deploy().update().minHealthyTime())
        .orElse(MIN_HEALTHY);
  }
}
