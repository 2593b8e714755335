package io.berth.agent.reconcile;

import io.berth.api.RecordReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The diff: values in, steps out.
 *
 * <p>It is asked again after every change, so it gives only what can be done now; what has to wait
 * for a step comes once the step is seen to be done. What is {@link Observed#busy} is left alone.
 */
public final class Reconciler {
  private final Situation now;
  private final Room room;
  private final List<Step> steps = new ArrayList<>();
  private final Set<HostPort> portsToTry = new HashSet<>();

  private Reconciler(Situation now) {
    this.now = now;
    this.room = new Room(now.observed());
  }

  /** What is to be done now. */
  public static Plan plan(Situation situation) {
    return new Reconciler(situation).plan();
  }

  private Plan plan() {
    now.observed().forEach(this::recordFailure);
    now.desired().forEach(replica -> new ReplicaSteps(this, replica).add());
    now.observed().stream()
        .filter(container -> now.desired(container.key()).isEmpty())
        .forEach(this::undesired);
    return new Plan(List.copyOf(steps), Set.copyOf(portsToTry));
  }

  private void recordFailure(Observed container) {
    if (!container.busy() && Restarts.recordDue(container)) {
      add(new Step.KeepRecord(container.name(), RecordReason.FAILED, container.fault()));
    }
  }

  private void undesired(Observed container) {
    if (now.trust() == Trust.ANSWERED) {
      if (container.steady()) {
        add(new Step.Stop(container.name(), container.grace()));
      } else if (container.idle()) {
        remove(container, RecordReason.REMOVED, "no longer wanted on this host");
      }
    } else if (now.trust() == Trust.NONE
        && container.ending() == Ending.UNASKED
        && !container.waiting()
        && room.inTheWayOf(container).isEmpty()) {
      start(container);
    }
  }

  void add(Step step) {
    steps.add(step);
  }

  /** Starts a container unless it runs; whoever comes later in this plan finds its room taken. */
  void start(Observed container) {
    if (!room.holds(container)) {
      add(new Step.Start(container.name()));
      room.take(container);
    }
  }

  /** Removes a container that does not run, keeping a record first of one that ever did. */
  void remove(Observed container, RecordReason reason, String detail) {
    boolean told = !container.fault().isEmpty();
    boolean ran = container.phase() == Phase.ENDED;
    boolean kept = container.recorded() || Restarts.recordDue(container);
    if ((ran && !kept) || (container.phase() == Phase.CREATED && told)) {
      add(
          new Step.KeepRecord(
              container.name(),
              told ? RecordReason.FAILED : reason,
              told ? container.fault() : detail));
    }
    add(new Step.Remove(container.name()));
  }

  void tryPorts(Set<HostPort> ports) {
    portsToTry.addAll(ports);
  }

  Situation now() {
    return now;
  }

  Room room() {
    return room;
  }
}
