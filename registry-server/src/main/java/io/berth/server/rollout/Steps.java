package io.berth.server.rollout;

import io.berth.api.Rollout.Step;
import io.berth.api.RolloutKind;
import io.berth.api.StepState;
import java.time.Instant;
import java.util.List;

/** Changes to the list of steps of a rollout; a step that the list does not have is passed over. */
final class Steps {
  private Steps() {}

  static List<Step> pending(RolloutKind kind) {
    return StepName.of(kind).stream()
        .map(name -> new Step(name, StepState.PENDING, "", null, null))
        .toList();
  }

  static List<Step> running(List<Step> steps, String name, String detail, Instant now) {
    return change(
        steps,
        name,
        step ->
            new Step(
                name,
                StepState.RUNNING,
                detail,
                step.startedAt() == null ? now : step.startedAt(),
                null));
  }

  /** A step that is done already keeps its times. */
  static List<Step> done(List<Step> steps, String name, String detail, Instant now) {
    return change(
        steps,
        name,
        step ->
            step.state() == StepState.DONE
                ? step
                : new Step(
                    name,
                    StepState.DONE,
                    detail,
                    step.startedAt() == null ? now : step.startedAt(),
                    now));
  }

  /** The steps under way failed, those to come are not needed. */
  static List<Step> failed(List<Step> steps, String detail, Instant now) {
    return steps.stream()
        .map(
            step ->
                switch (step.state()) {
                  case RUNNING ->
                      new Step(step.name(), StepState.FAILED, detail, step.startedAt(), now);
                  case PENDING -> new Step(step.name(), StepState.SKIPPED, "", null, null);
                  default -> step;
                })
        .toList();
  }

  private static List<Step> change(
      List<Step> steps, String name, java.util.function.UnaryOperator<Step> change) {
    return steps.stream()
        .map(step -> step.name().equals(name) ? change.apply(step) : step)
        .toList();
  }
}
