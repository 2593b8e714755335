package io.berth.cli.view;

import io.berth.api.Rollout.Step;
import io.berth.api.StepState;
import java.time.Instant;
import java.util.Map;

/** The steps of a rollout, each on a line: a mark, its name, what happened, how long it took. */
final class Steps {
  private static final Map<String, String> PLANS =
      Map.ofEntries(
          Map.entry("image", "make the image ready on the hosts"),
          Map.entry("registry", "write the revision to the registry"),
          Map.entry("replace", "replace the containers"),
          Map.entry("watch", "watch the new containers"),
          Map.entry("judge", "judge them by their health and their figures"),
          Map.entry("prune", "remove the image that is no longer needed"),
          Map.entry("record", "record what failed and why"),
          Map.entry("restore", "restore the last stable revision"),
          Map.entry("pull", "make its image ready on the hosts"));

  private Steps() {}

  /** {@code ✓ image web:v2 is ready on h1 1.2s}, in columns that fit any table of its like. */
  static String line(Step step, int nameWidth, int detailWidth, Instant now, Style style) {
    String name = String.format("%-" + nameWidth + "s", step.name());
    String detail = detail(step);
    if (step.state() == StepState.PENDING || step.state() == StepState.SKIPPED) {
      return mark(step.state(), style) + " " + style.faint(name + "  " + detail);
    }
    String took = took(step, now);
    String gap = " ".repeat(Math.max(0, detailWidth - Text.width(detail)));
    return mark(step.state(), style)
        + " "
        + name
        + "  "
        + (step.state() == StepState.FAILED ? style.bad(detail) : detail)
        + (took.isEmpty() ? "" : gap + "  " + style.faint(took));
  }

  /** What happened in it, or will. */
  static String detail(Step step) {
    String said = Text.image(step.detail());
    if (!said.isEmpty()) {
      return said;
    }
    return step.state() == StepState.SKIPPED ? "not needed" : PLANS.getOrDefault(step.name(), "");
  }

  static String took(Step step, Instant now) {
    return Amounts.took(step.startedAt(), step.endedAt() == null ? now : step.endedAt());
  }

  static String mark(StepState state, Style style) {
    return switch (state) {
      case PENDING -> style.faint("·");
      case RUNNING -> style.busy("●");
      case DONE -> style.good("✓");
      case FAILED -> style.bad("✗");
      case SKIPPED -> style.faint("–");
    };
  }
}
