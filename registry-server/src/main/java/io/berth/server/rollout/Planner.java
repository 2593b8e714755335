package io.berth.server.rollout;

import io.berth.api.Analysis.Verdict;
import io.berth.api.Assignment;
import io.berth.api.Durations;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Asked;
import io.berth.api.Rollout.Shift;
import io.berth.api.Rollout.Slot;
import io.berth.api.Rollout.Stable;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.StepState;
import io.berth.api.spec.OnFailure;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Strategy;
import io.berth.api.spec.Update;
import io.berth.server.rollout.Decision.Advance;
import io.berth.server.rollout.Decision.GoBack;
import io.berth.server.rollout.Decision.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plans the next steps of a rollout: pure. The same rollout in the same situation always has the
 * same next steps, so whoever drives it may stop at any instant and another goes on.
 */
public final class Planner {
  private final Rollout original;
  private final Rollout rollout;
  private final Situation situation;
  private final Update update;
  private final Instant now;

  private Planner(Rollout original, Rollout rollout, Situation situation) {
    this.original = original;
    this.rollout = rollout;
    this.situation = situation;
    this.update = situation.spec().deploy().update();
    this.now = situation.now();
  }

  /** What is to be done next. */
  public static Decision next(Rollout rollout, Situation situation) {
    Planner planner = new Planner(rollout, measured(rollout, situation), situation);
    Decision decision = rollout.asked() == null ? planner.goOn() : planner.heed(rollout.asked());
    return decision instanceof Advance advance && planner.changesNothing(advance)
        ? new Wait()
        : decision;
  }

  private static Rollout measured(Rollout rollout, Situation situation) {
    boolean paused = rollout.state() == RolloutState.PAUSED;
    return situation
        .measured()
        .filter(sample -> !paused)
        .map(sample -> new Judge(situation.spec()).with(rollout.analysis(), sample))
        .map(analysis -> new Edit(rollout, situation.now()).analysis(analysis).done())
        .orElse(rollout);
  }

  /** How far a rollout comes by itself, where there is no host and no container. */
  static Rollout alone(Rollout rollout, Spec spec, Instant now) {
    Situation nothing =
        new Situation(
            now,
            spec,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Optional.empty());
    return next(rollout, nothing) instanceof Advance advance ? advance.rollout() : rollout;
  }

  /** Whether a rollout has something to be driven at all. */
  public static boolean drives(Rollout rollout) {
    boolean pruning =
        rollout.state() == RolloutState.SUCCEEDED && isRunning(rollout, StepName.PRUNE);
    boolean stands = rollout.ended() || rollout.state() == RolloutState.PAUSED;
    return pruning || !stands || rollout.asked() != null;
  }

  private boolean changesNothing(Advance advance) {
    Rollout unstamped = new Edit(advance.rollout(), original.updatedAt()).done();
    return advance.assign().isEmpty() && advance.withdraw().isEmpty() && unstamped.equals(original);
  }

  private Decision goOn() {
    return switch (rollout.state()) {
      case PREPARING -> prepare();
      case UPDATING -> replace(rollout);
      case MONITORING -> watch(rollout, List.of(), List.of());
      case SUCCEEDED -> prune();
      case FAILED, SUPERSEDED, PAUSED -> new Wait();
    };
  }

  /** Does what was asked, if it still can be done. */
  private Decision heed(Asked asked) {
    Rollout heard = edit(rollout).asked(null).done();
    if (Asking.refusal(rollout, asked.action()).isPresent()) {
      return change(edit(heard));
    }
    return switch (asked.action()) {
      case PAUSE -> change(edit(heard).paused("paused by " + asked.by()));
      case RESUME -> change(resumed(heard));
      case PROMOTE ->
          onward(rollout.state() == RolloutState.PAUSED ? edit(heard).resumed().done() : heard);
      case ABORT -> abort(heard, "aborted by " + asked.by());
    };
  }

  /** It goes on where it stood still; what was under way then has all its time again. */
  private Edit resumed(Rollout heard) {
    Shift shift = heard.shift();
    return edit(heard)
        .resumed()
        .slots(replicas(heard).afresh())
        .shift(new Shift(shift.stage(), shift.weights(), null))
        .progress();
  }

  private Decision abort(Rollout current, String reason) {
    Edit failed =
        edit(current)
            .state(RolloutState.FAILED, reason)
            .steps(Steps.failed(current.steps(), reason, now));
    boolean stays = current.kind() == RolloutKind.ROLLBACK || current.stable().isEmpty();
    return stays ? change(failed) : new GoBack(failed.done(), current.stable().get(0));
  }

  private Decision prepare() {
    if (situation.spec().isConfigOnly()) {
      Edit edit = edit(rollout).slots(List.of());
      return succeed(edit.done(), situation.assignments());
    }
    Preparation preparation = Preparation.of(rollout, situation);
    if (preparation.fault().isPresent()) {
      return fail(rollout, preparation.fault().get());
    }
    return preparation.ready() ? begin(preparation.rollout()) : change(edit(preparation.rollout()));
  }

  /** All is ready, and the first replicas are told. */
  private Decision begin(Rollout prepared) {
    Integer weight = stage(prepared, 0).weight();
    // What goes back gets all requests at once, wherever it runs; what is new gets none before it
    // counts.
    boolean beside = weight != null && prepared.kind() != RolloutKind.ROLLBACK;
    Map<Long, Integer> weights = weights(prepared, beside ? Integer.valueOf(0) : weight);
    return replace(
        edit(prepared)
            .state(RolloutState.UPDATING, "")
            .shift(new Shift(0, weights, null))
            .progress()
            .done());
  }

  private Decision replace(Rollout before) {
    Optional<String> fault = replicas(before).fault().or(() -> Judge.worse(before));
    if (fault.isPresent()) {
      return fail(before, fault.get());
    }
    Rollout seen = edit(before).slots(replicas(before).counted()).done();
    Stage stage = stage(seen, seen.shift().stage());
    List<Slot> slots = replicas(seen).next(stage);
    long counted = slots.stream().filter(slot -> slot.countedAt() != null).count();
    String detail =
        counted
            + " of "
            + slots.size()
            + (slots.size() == 1 ? " replica runs" : " replicas run")
            + " revision "
            + before.to()
            + replicas(seen).away();
    Edit edit =
        edit(before).slots(slots).running(StepName.REPLACE, detail).running(StepName.PULL, detail);
    if (!seen.slots().equals(before.slots())) {
      edit.progress();
    }
    Rollout current = edit.done();
    if (replicas(current).areUp(stage)) {
      return hold(current, stage);
    }
    if (now.isAfter(before.progressAt().plus(update.progressDeadline()))) {
      return fail(
          before,
          detail + ", and no further one within " + Durations.format(update.progressDeadline()));
    }
    return new Advance(current, replicas(current).toldSince(seen.slots()), List.of());
  }

  /** All replicas of the stage count: its weight is given, and held. */
  private Decision hold(Rollout current, Stage stage) {
    Shift shift = current.shift();
    if (shift.since() == null) {
      shift = new Shift(shift.stage(), weights(current, stage.weight()), now);
    }
    Rollout held = edit(current).shift(shift).done();
    boolean over = !now.isBefore(shift.since().plus(stage.hold())) && !stage.gated();
    if (!over) {
      return change(edit(held));
    }
    boolean canary = current.strategy() == Strategy.CANARY && stage.weight() != null;
    boolean unknown = held.analysis().verdict() == Verdict.INCONCLUSIVE;
    return canary && unknown ? inconclusive(held) : onward(held);
  }

  /** A canary's hold is over, and there was too little to tell by. */
  private Decision inconclusive(Rollout current) {
    String why =
        "too few requests came to compare revision "
            + current.to()
            + " with the one before it, in "
            + Durations.format(stage(current, current.shift().stage()).hold());
    return switch (update.analysis().onInconclusive()) {
      case PROMOTE -> onward(current);
      case ROLLBACK -> fail(current, why);
      case PAUSE -> change(edit(current).paused(why + "; promote it, or abort it"));
    };
  }

  /** The next stage begins, or what comes after the last. */
  private Decision onward(Rollout current) {
    int next = current.shift().stage() + 1;
    if (next < stages(current).size()) {
      boolean divided = stage(current, next).weight() != null;
      Map<Long, Integer> weights = divided ? current.shift().weights() : weights(current, null);
      return replace(edit(current).shift(new Shift(next, weights, null)).progress().done());
    }
    boolean back = current.kind() == RolloutKind.ROLLBACK;
    String detail = detail(current, back ? StepName.PULL : StepName.REPLACE);
    Rollout monitored =
        edit(current)
            .state(RolloutState.MONITORING, "")
            .ended(StepName.REPLACE, detail)
            .ended(StepName.PULL, detail)
            .running(StepName.WATCH, "for " + Durations.format(update.monitor()))
            .shift(new Shift(next - 1, current.shift().weights(), null))
            .progress()
            .done();
    // What a switch back would go to runs on until the revision has held.
    boolean bothStay = current.strategy() == Strategy.BLUE_GREEN;
    Replicas replicas = replicas(monitored);
    return watch(monitored, replicas.late(), bothStay ? List.of() : replicas.surplus());
  }

  private List<Stage> stages(Rollout current) {
    int slots = current.slots().size();
    return current.kind() == RolloutKind.ROLLBACK
        ? List.of(Stage.back(situation.spec(), slots))
        : Stage.of(current.strategy(), update, slots);
  }

  private Stage stage(Rollout current, int number) {
    return stages(current).get(number);
  }

  /** The shares of the requests, with this one for the new revision; null for none of its own. */
  private static Map<Long, Integer> weights(Rollout current, Integer weight) {
    Map<Long, Integer> weights = new TreeMap<>(current.shift().weights());
    weights.remove(current.to());
    if (weight != null) {
      weights.put(current.to(), weight);
    }
    return weights;
  }

  private Decision watch(Rollout current, List<Assignment> assign, List<Assignment> withdraw) {
    Optional<String> fault = replicas(current).fault().or(() -> Judge.worse(current));
    if (fault.isPresent()) {
      return fail(current, fault.get());
    }
    Instant end = current.progressAt().plus(update.monitor());
    if (!now.isBefore(end) && replicas(current).areWhole()) {
      String held = "healthy for " + Durations.format(update.monitor());
      return succeed(edit(current).ended(StepName.WATCH, held).done(), replicas(current).surplus());
    }
    if (now.isAfter(end.plus(update.healthyDeadline()))) {
      return fail(
          current,
          "not every replica was healthy when monitor had passed, nor within "
              + Durations.format(update.healthyDeadline())
              + " after it");
    }
    return new Advance(current, assign, withdraw);
  }

  private Decision succeed(Rollout current, List<Assignment> withdraw) {
    List<Stable> stable = new ArrayList<>(List.of(new Stable(current.to(), current.image())));
    current.stable().stream()
        .filter(earlier -> earlier.revision() != current.to())
        .forEach(stable::add);
    Edit edit =
        edit(current)
            .state(RolloutState.SUCCEEDED, "")
            // Those that go get no more requests than before: not all hosts hear of it at once.
            .shift(new Shift(0, current.shift().weights(), null))
            .ended(StepName.IMAGE, detail(current, StepName.IMAGE))
            .ended(StepName.REPLACE, detail(current, StepName.REPLACE))
            .ended(StepName.PULL, detail(current, StepName.PULL))
            .ended(StepName.WATCH, detail(current, StepName.WATCH))
            .ended(StepName.JUDGE, "it held: revision " + current.to() + " is stable")
            .stable(Pruning.kept(stable, situation.spec().deploy().keepRevisions()));
    return new Advance(
        Pruning.begin(edit, situation).done(), replicas(current).settled(), withdraw);
  }

  private Decision prune() {
    return Pruning.outcome(rollout, situation)
        .map(outcome -> change(edit(rollout).ended(StepName.PRUNE, outcome)))
        .orElseGet(Wait::new);
  }

  private Decision fail(Rollout current, String reason) {
    if (current.kind() == RolloutKind.ROLLBACK) {
      return change(edit(current).paused("the rollback failed: " + reason));
    }
    if (update.onFailure() == OnFailure.PAUSE) {
      return change(withheld(current).paused(reason));
    }
    Edit failed = edit(current).steps(Steps.failed(current.steps(), reason, now));
    if (current.stable().isEmpty()) {
      String why = reason + "; there is no stable revision to return to";
      return change(failed.state(RolloutState.FAILED, why));
    }
    return new GoBack(failed.state(RolloutState.FAILED, reason).done(), current.stable().get(0));
  }

  /** A revision that has failed gets no share of the requests while others run beside it. */
  private Edit withheld(Rollout current) {
    Shift shift = current.shift();
    boolean beside = shift.weights().containsKey(current.to());
    return beside
        ? edit(current).shift(new Shift(shift.stage(), weights(current, 0), shift.since()))
        : edit(current);
  }

  private static Decision change(Edit edit) {
    return new Advance(edit.done(), List.of(), List.of());
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

  private Replicas replicas(Rollout current) {
    return new Replicas(current, situation);
  }

  private Edit edit(Rollout current) {
    return new Edit(current, now);
  }
}
