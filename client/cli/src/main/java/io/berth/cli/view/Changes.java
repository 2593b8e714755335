package io.berth.cli.view;

import io.berth.api.Rollout;
import io.berth.api.Rollout.Step;
import io.berth.api.Status;
import io.berth.api.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a rollout did from one look to the next, a line each: progress for a log. */
public final class Changes {
  private Changes() {}

  /**
   * What is new.
   *
   * @param before null at the first look
   */
  public static List<String> lines(Rollout before, Rollout after, Instant now) {
    String who = Progress.name(after) + " " + after.to() + ": ";
    List<String> lines = new ArrayList<>();
    if (before == null) {
      lines.add(Progress.headline(after, now, Style.PLAIN));
    }
    Map<String, Step> steps = before == null ? Map.of() : byKey(before.steps(), Step::name);
    for (Step step : after.steps()) {
      boolean begun = step.state() != StepState.PENDING && step.state() != StepState.SKIPPED;
      if (begun && !same(steps.get(step.name()), step)) {
        lines.add(who + step(step, now));
      }
    }
    Map<String, Status> containers =
        before == null || before.instances() == null
            ? Map.of()
            : byKey(before.instances(), Status::instance);
    for (Status status : after.instances() == null ? List.<Status>of() : after.instances()) {
      if (!same(containers.get(status.instance()), status)) {
        lines.add(who + container(status));
      }
    }
    return lines;
  }

  private static String step(Step step, Instant now) {
    String took = step.endedAt() == null ? "" : Steps.took(step, now);
    return Steps.mark(step.state(), Style.PLAIN)
        + " "
        + step.name()
        + ": "
        + Steps.detail(step)
        + (took.isEmpty() ? "" : " (" + took + ")");
  }

  private static String container(Status status) {
    if (InstanceTable.stopped(status)) {
      return Text.line(status.instance()) + " on " + Text.line(status.host()) + ": stopped";
    }
    String restarts = status.restarts() == 0 ? "" : ", " + Text.count(status.restarts(), "restart");
    String observed = InstanceTable.observed(status, Style.PLAIN);
    return Text.line(status.instance())
        + " on "
        + Text.line(status.host())
        + ": "
        + Text.word(status.state())
        + ", "
        + Text.word(status.health())
        + restarts
        + (observed.equals("-") ? "" : ", " + observed);
  }

  private static boolean same(Step before, Step after) {
    return before != null
        && before.state() == after.state()
        && Steps.detail(before).equals(Steps.detail(after));
  }

  /** Probes change with every look; only what they came to is worth a line. */
  private static boolean same(Status before, Status after) {
    return before != null
        && before.state() == after.state()
        && before.health() == after.health()
        && before.restarts() == after.restarts()
        && before.error().equals(after.error());
  }

  private static <T> Map<String, T> byKey(List<T> values, Function<T, String> key) {
    return values.stream().collect(Collectors.toMap(key, value -> value, (first, last) -> last));
  }
}
