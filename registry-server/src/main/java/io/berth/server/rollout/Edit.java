package io.berth.server.rollout;

import io.berth.api.Analysis;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Asked;
import io.berth.api.Rollout.Shift;
import io.berth.api.Rollout.Slot;
import io.berth.api.Rollout.Stable;
import io.berth.api.Rollout.Step;
import io.berth.api.RolloutState;
import io.berth.api.spec.Strategy;
import java.time.Instant;
import java.util.List;

/** The next version of a rollout in the making. */
final class Edit {
  private final Rollout before;
  private final Instant now;
  private RolloutState state;
  private String reason;
  private String image;
  private Strategy strategy;
  private List<Slot> slots;
  private Shift shift;
  private Analysis analysis;
  private List<Step> steps;
  private List<Stable> stable;
  private long supersededBy;
  private RolloutState pausedIn;
  private Asked asked;
  private Instant progressAt;

  Edit(Rollout before, Instant now) {
    this.before = before;
    this.now = now;
    this.state = before.state();
    this.reason = before.reason();
    this.image = before.image();
    this.strategy = before.strategy();
    this.slots = before.slots();
    this.shift = before.shift();
    this.analysis = before.analysis();
    this.steps = before.steps();
    this.stable = before.stable();
    this.supersededBy = before.supersededBy();
    this.pausedIn = before.pausedIn();
    this.asked = before.asked();
    this.progressAt = before.progressAt();
  }

  Edit state(RolloutState state, String reason) {
    this.state = state;
    this.reason = reason;
    return this;
  }

  Edit reason(String reason) {
    this.reason = reason;
    return this;
  }

  Edit image(String image) {
    this.image = image;
    return this;
  }

  Edit strategy(Strategy strategy) {
    this.strategy = strategy;
    return this;
  }

  Edit shift(Shift shift) {
    this.shift = shift;
    return this;
  }

  Edit analysis(Analysis analysis) {
    this.analysis = analysis;
    return this;
  }

  /** It stands still, until it goes on in the state that it is in; it is monitored anew. */
  Edit paused(String reason) {
    this.pausedIn = state == RolloutState.MONITORING ? RolloutState.UPDATING : state;
    return state(RolloutState.PAUSED, reason);
  }

  /**
   * It goes on where it stood still, and is compared anew: it may have gone on in spite of that.
   */
  Edit resumed() {
    this.analysis = Analysis.NONE;
    state(pausedIn == null ? RolloutState.PREPARING : pausedIn, "");
    this.pausedIn = null;
    return this;
  }

  Edit asked(Asked asked) {
    this.asked = asked;
    return this;
  }

  Edit slots(List<Slot> slots) {
    this.slots = slots;
    return this;
  }

  Edit steps(List<Step> steps) {
    this.steps = steps;
    return this;
  }

  Edit running(String step, String detail) {
    return steps(Steps.running(steps, step, detail, now));
  }

  Edit ended(String step, String detail) {
    return steps(Steps.done(steps, step, detail, now));
  }

  Edit stable(List<Stable> stable) {
    this.stable = stable;
    return this;
  }

  Edit supersededBy(long revision) {
    this.supersededBy = revision;
    return this;
  }

  Edit progress() {
    this.progressAt = now;
    return this;
  }

  Rollout done() {
    return new Rollout(
        before.id(),
        before.namespace(),
        before.service(),
        before.from(),
        before.to(),
        before.kind(),
        state,
        reason,
        image,
        strategy,
        slots,
        shift,
        analysis,
        steps,
        stable,
        supersededBy,
        pausedIn,
        asked,
        before.createdAt(),
        progressAt,
        now,
        null);
  }
}
