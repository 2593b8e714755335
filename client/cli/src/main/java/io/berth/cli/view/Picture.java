package io.berth.cli.view;

import io.berth.api.Rollout;
import io.berth.api.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All rollouts that are followed, in the room that a terminal has. */
public final class Picture {
  /** What a rollout takes beside its containers: a headline, its steps, a header, gaps. */
  private static final int FRAME = 10;

  private Picture() {}

  /**
   * All in full where they fit, else each by its headline and the step that it is at.
   *
   * @param open by id; null for one that was not seen yet
   * @param trouble why the registry does not answer now; empty when it does
   * @param room the most lines
   */
  public static List<String> lines(
      Map<String, Rollout> open, String trouble, Instant now, int room, Style style) {
    if (open.isEmpty()) {
      return List.of();
    }
    int most = room - (trouble.isEmpty() ? 0 : 1);
    int containers = Math.max(1, most / open.size() - FRAME);
    List<String> lines = new ArrayList<>();
    open.forEach((id, rollout) -> lines.addAll(full(id, rollout, now, containers, style)));
    if (lines.size() > most) {
      lines.clear();
      lines.add("");
      open.forEach((id, rollout) -> lines.add(brief(id, rollout, now, style)));
    }
    if (lines.size() > most) {
      int more = lines.size() - most + 1;
      lines.subList(most - 1, lines.size()).clear();
      lines.add(style.faint("… and " + more + " more"));
    }
    if (!trouble.isEmpty()) {
      lines.add(style.bad(Text.line(trouble) + "; still trying"));
    }
    return lines;
  }

  private static List<String> full(
      String id, Rollout rollout, Instant now, int containers, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(
        rollout == null
            ? List.of(brief(id, null, now, style))
            : Progress.lines(rollout, now, containers, style));
    return lines;
  }

  private static String brief(String id, Rollout rollout, Instant now, Style style) {
    if (rollout == null) {
      return style.strong(id) + "  " + style.faint("…");
    }
    String step =
        rollout.steps().stream()
            .filter(it -> it.state() == StepState.RUNNING)
            .map(it -> "  " + style.faint(it.name() + ": " + Steps.detail(it)))
            .findFirst()
            .orElse("");
    return Progress.headline(rollout, now, style) + step;
  }
}
