package io.berth.server.rollout;

import io.berth.api.Assignment;
import io.berth.api.Durations;
import io.berth.api.ImageState;
import io.berth.api.ImageStatus;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Slot;
import io.berth.api.Rollout.Stable;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.Status;
import io.berth.api.StepState;
import io.berth.api.spec.OnFailure;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Update;
import io.berth.server.assignment.Placed;
import io.berth.server.assignment.Scheduler;
import io.berth.server.rollout.Decision.Advance;
import io.berth.server.rollout.Decision.GoBack;
import io.berth.server.rollout.Decision.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans the next steps of a rollout: pure. The same rollout in the same situation always has the
 * same next steps, so whoever drives it may stop at any instant and another goes on.
 */
public final class Planner {
  private final Rollout rollout;
  private final Situation situation;
  private final Update update;
  private final Instant now;

  private Planner(Rollout rollout, Situation situation) {
    this.rollout = rollout;
    this.situation = situation;
    this.update = situation.spec().deploy().update();
    this.now = situation.now();
  }

  /** What is to be done next. */
  public static Decision next(Rollout rollout, Situation situation) {
    Planner planner = new Planner(rollout, situation);
    Decision decision =
        switch (rollout.state()) {
          case PREPARING -> planner.prepare();
          case UPDATING -> planner.replace(rollout);
          case MONITORING -> planner.watch(rollout, List.of());
          case SUCCEEDED -> planner.prune();
          case FAILED, SUPERSEDED, PAUSED -> new Wait();
        };
    return decision instanceof Advance advance && planner.changesNothing(advance)
        ? new Wait()
        : decision;
  }

  /** How far a rollout comes by itself, where there is no host and no container. */
  static Rollout alone(Rollout rollout, Spec spec, Instant now) {
    Situation nothing =
        new Situation(
            now, spec, Optional.empty(), List.of(), List.of(), List.of(), Map.of(), Map.of());
    return next(rollout, nothing) instanceof Advance advance ? advance.rollout() : rollout;
  }

  /** Whether a rollout has something to be driven at all. */
  public static boolean drives(Rollout rollout) {
    boolean pruning =
        rollout.state() == RolloutState.SUCCEEDED && isRunning(rollout, StepName.PRUNE);
    return pruning || !(rollout.ended() || rollout.state() == RolloutState.PAUSED);
  }

  private boolean changesNothing(Advance advance) {
    Rollout unstamped = new Edit(advance.rollout(), rollout.updatedAt()).done();
    return advance.assign().isEmpty() && advance.withdraw().isEmpty() && unstamped.equals(rollout);
  }

  private Decision prepare() {
    if (situation.spec().isConfigOnly()) {
      Edit edit = edit(rollout).slots(List.of());
      return succeed(edit.done(), situation.assignments());
    }
    Placed placed = Scheduler.place(situation.spec(), situation.hosts(), currentHosts());
    if (!placed.whole()) {
      return late(update.progressDeadline())
          ? fail(placed.missing())
          : new Advance(
              edit(rollout).reason("waits: " + placed.missing()).done(), List.of(), List.of());
    }
    List<String> hosts = placed.hosts().values().stream().distinct().sorted().toList();
    for (String host : hosts) {
      ImageStatus image = situation.images().get(host);
      if (image != null && image.state() == ImageState.FAILED) {
        return fail(host + " could not make the image ready: " + image.error());
      }
    }
    String pinned = rollout.image().isEmpty() ? firstPinned(hosts) : rollout.image();
    List<String> waiting = hosts.stream().filter(host -> !isReady(host, pinned)).toList();
    Edit edit = edit(rollout).reason("").image(pinned).slots(slots(placed));
    if (waiting.isEmpty()) {
      String ready =
          hosts.isEmpty()
              ? "no replica is wanted"
              : pinned + " is ready on " + String.join(", ", hosts);
      return replace(
          edit.state(RolloutState.UPDATING, "").ended(StepName.IMAGE, ready).progress().done());
    }
    String wanted = pinned.isEmpty() ? situation.spec().image() : pinned;
    String detail = wanted + " is made ready on " + String.join(", ", waiting);
    if (late(update.progressDeadline())) {
      return fail(detail + ", but was not within " + Durations.format(update.progressDeadline()));
    }
    return new Advance(
        edit.running(StepName.IMAGE, detail).running(StepName.PULL, detail).done(),
        List.of(),
        List.of());
  }

  private Decision replace(Rollout current) {
    List<Slot> slots = new ArrayList<>();
    boolean progress = false;
    for (Slot slot : current.slots()) {
      Optional<String> fault = fault(current, slot);
      if (fault.isPresent()) {
        return fail(current, fault.get());
      }
      boolean counts =
          slot.countedAt() == null
              && slot.assignedAt() != null
              && counted(current, slot).isPresent();
      progress |= counts;
      slots.add(
          counts
              ? new Slot(
                  slot.replica(),
                  slot.host(),
                  slot.assignedAt(),
                  now,
                  counted(current, slot).get().restarts())
              : slot);
    }
    List<Assignment> assign = assignNext(current, slots);
    long counted = slots.stream().filter(slot -> slot.countedAt() != null).count();
    String detail =
        counted
            + " of "
            + slots.size()
            + (slots.size() == 1 ? " replica runs" : " replicas run")
            + " revision "
            + current.to();
    Edit edit =
        edit(current).slots(slots).running(StepName.REPLACE, detail).running(StepName.PULL, detail);
    if (progress) {
      edit.progress();
    }
    if (counted == slots.size()) {
      Rollout monitored =
          edit.state(RolloutState.MONITORING, "")
              .ended(StepName.REPLACE, detail)
              .ended(StepName.PULL, detail)
              .running(StepName.WATCH, "for " + Durations.format(update.monitor()))
              .progress()
              .done();
      return watch(monitored, surplus(monitored));
    }
    if (now.isAfter(current.progressAt().plus(update.progressDeadline()))) {
      return fail(
          current,
          detail + ", and no further one within " + Durations.format(update.progressDeadline()));
    }
    return new Advance(edit.done(), assign, List.of());
  }

  /**
   * Tells the hosts of as many further replicas as may be under way at a time; marks them in the
   * list.
   */
  private List<Assignment> assignNext(Rollout current, List<Slot> slots) {
    List<Assignment> assign = new ArrayList<>();
    long underWay =
        slots.stream()
            .filter(slot -> slot.assignedAt() != null && slot.countedAt() == null)
            .count();
    for (int i = 0; i < slots.size() && underWay < update.parallelism(); i++) {
      Slot slot = slots.get(i);
      if (slot.assignedAt() == null) {
        slots.set(i, new Slot(slot.replica(), slot.host(), now, null, 0));
        assign.add(assignment(current, slot, false));
        underWay++;
      }
    }
    return assign;
  }

  private Decision watch(Rollout current, List<Assignment> withdraw) {
    for (Slot slot : current.slots()) {
      Optional<String> fault = fault(current, slot);
      if (fault.isPresent()) {
        return fail(current, fault.get());
      }
    }
    Instant end = current.progressAt().plus(update.monitor());
    boolean whole = current.slots().stream().allMatch(slot -> counted(current, slot).isPresent());
    if (!now.isBefore(end) && whole) {
      String held = "healthy for " + Durations.format(update.monitor());
      return succeed(edit(current).ended(StepName.WATCH, held).done(), withdraw);
    }
    if (now.isAfter(end.plus(update.healthyDeadline()))) {
      return fail(
          current,
          "not every replica was healthy when monitor had passed, nor within "
              + Durations.format(update.healthyDeadline())
              + " after it");
    }
    return new Advance(current, List.of(), withdraw);
  }

  private Decision succeed(Rollout current, List<Assignment> withdraw) {
    List<Stable> stable = new ArrayList<>(List.of(new Stable(current.to(), current.image())));
    current.stable().stream()
        .filter(earlier -> earlier.revision() != current.to())
        .forEach(stable::add);
    List<Stable> kept =
        stable.subList(0, Math.min(stable.size(), situation.spec().deploy().keepRevisions()));
    Edit edit =
        edit(current)
            .state(RolloutState.SUCCEEDED, "")
            .ended(StepName.IMAGE, detail(current, StepName.IMAGE))
            .ended(StepName.REPLACE, detail(current, StepName.REPLACE))
            .ended(StepName.PULL, detail(current, StepName.PULL))
            .ended(StepName.WATCH, detail(current, StepName.WATCH))
            .ended(StepName.JUDGE, "it held: revision " + current.to() + " is stable")
            .stable(kept);
    List<Assignment> settled =
        current.slots().stream().map(slot -> assignment(current, slot, true)).toList();
    return new Advance(Pruning.begin(edit, situation).done(), settled, withdraw);
  }

  private Decision prune() {
    return Pruning.outcome(rollout, situation)
        .<Decision>map(
            outcome ->
                new Advance(
                    edit(rollout).ended(StepName.PRUNE, outcome).done(), List.of(), List.of()))
        .orElseGet(Wait::new);
  }

  private Optional<String> fault(Rollout current, Slot slot) {
    if (slot.assignedAt() == null) {
      return Optional.empty();
    }
    Optional<Status> status = situation.status(slot.replica(), slot.host(), current.to());
    if (slot.countedAt() != null) {
      return status.flatMap(seen -> Faults.afterCounting(seen, slot.restarts()));
    }
    if (status.isPresent() && status.get().counted()) {
      return Optional.empty();
    }
    // A first revision has nothing to return to, so it may crash and come up until its deadline.
    boolean patient = current.stable().isEmpty();
    Optional<String> fault = status.flatMap(seen -> Faults.beforeCounting(seen, patient));
    boolean overdue = now.isAfter(slot.assignedAt().plus(update.healthyDeadline()));
    return fault.isEmpty() && overdue
        ? Optional.of(Faults.overdue(slot, status, update.healthyDeadline()))
        : fault;
  }

  private Optional<Status> counted(Rollout current, Slot slot) {
    return situation.status(slot.replica(), slot.host(), current.to()).filter(Status::counted);
  }

  private Decision fail(String reason) {
    return fail(rollout, reason);
  }

  private Decision fail(Rollout current, String reason) {
    if (current.kind() == RolloutKind.ROLLBACK) {
      return paused(current, "the rollback failed: " + reason);
    }
    if (update.onFailure() == OnFailure.PAUSE) {
      return paused(current, reason);
    }
    Edit failed = edit(current).steps(Steps.failed(current.steps(), reason, now));
    if (current.stable().isEmpty()) {
      String why = reason + "; there is no stable revision to return to";
      return new Advance(failed.state(RolloutState.FAILED, why).done(), List.of(), List.of());
    }
    return new GoBack(failed.state(RolloutState.FAILED, reason).done(), current.stable().get(0));
  }

  private Decision paused(Rollout current, String reason) {
    Edit edit =
        edit(current)
            .state(RolloutState.PAUSED, reason)
            .steps(Steps.failed(current.steps(), reason, now));
    return new Advance(edit.done(), List.of(), List.of());
  }

  private Assignment assignment(Rollout current, Slot slot, boolean settled) {
    return new Assignment(
        current.namespace(),
        current.service(),
        slot.replica(),
        slot.host(),
        current.to(),
        current.image(),
        situation.spec(),
        settled);
  }

  /** Assignments of replicas that the rollout does not have. */
  private List<Assignment> surplus(Rollout current) {
    return situation.assignments().stream()
        .filter(
            assignment ->
                current.slots().stream().noneMatch(slot -> slot.replica() == assignment.replica()))
        .toList();
  }

  private SortedMap<Integer, String> currentHosts() {
    SortedMap<Integer, String> hosts = new TreeMap<>();
    situation
        .assignments()
        .forEach(assignment -> hosts.put(assignment.replica(), assignment.host()));
    return hosts;
  }

  private static List<Slot> slots(Placed placed) {
    return placed.hosts().entrySet().stream()
        .map(entry -> new Slot(entry.getKey(), entry.getValue(), null, null, 0))
        .toList();
  }

  private boolean isReady(String host, String pinned) {
    ImageStatus image = situation.images().get(host);
    return image != null && image.state() == ImageState.READY && image.pinned().equals(pinned);
  }

  private String firstPinned(List<String> hosts) {
    return hosts.stream()
        .map(situation.images()::get)
        .filter(image -> image != null && image.state() == ImageState.READY)
        .map(ImageStatus::pinned)
        .findFirst()
        .orElse("");
  }

  private boolean late(Duration deadline) {
    return now.isAfter(rollout.createdAt().plus(deadline));
  }

  private static String detail(Rollout rollout, String step) {
    return rollout.steps().stream()
        .filter(each -> each.name().equals(step))
        .map(Rollout.Step::detail)
        .findFirst()
        .orElse("");
  }

  private static boolean isRunning(Rollout rollout, String step) {
    return rollout.steps().stream()
        .anyMatch(each -> each.name().equals(step) && each.state() == StepState.RUNNING);
  }

  private Edit edit(Rollout current) {
    return new Edit(current, now);
  }
}
