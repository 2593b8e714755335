package io.berth.cli.view;

import io.berth.api.Rollout;
import io.berth.api.Rollout.Step;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A rollout as it stands: a headline, its steps, and the containers it has to do with. */
public final class Progress {
  private static final int LONGEST_DETAIL = 72;

  private Progress() {}

  /**
   * The whole picture.
   *
   * @param room how many containers to show at most; those that need attention first
   */
  public static List<String> lines(Rollout rollout, Instant now, int room, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(rollout, now, style));
    share(rollout).ifPresent(line -> lines.add("  " + line));
    int names = rollout.steps().stream().mapToInt(step -> step.name().length()).max().orElse(1);
    int details =
        rollout.steps().stream()
            .filter(step -> step.startedAt() != null)
            .mapToInt(step -> Text.width(Steps.detail(step)))
            .max()
            .orElse(0);
    for (Step step : rollout.steps()) {
      int width = Math.min(details, LONGEST_DETAIL);
      lines.add("  " + Steps.line(step, names, width, now, style).stripTrailing());
    }
    List<String> analysis = AnalysisTable.lines(rollout, style);
    if (!analysis.isEmpty()) {
      lines.add("");
      analysis.forEach(line -> lines.add("  " + line));
    }
    List<Status> containers = rollout.instances() == null ? List.of() : rollout.instances();
    if (!containers.isEmpty()) {
      lines.add("");
      where(rollout, containers, room, style)
          .forEach(line -> lines.add(("  " + line).stripTrailing()));
    }
    return lines;
  }

  /** {@code web revision 3 → 4 updating 12s}. */
  public static String headline(Rollout rollout, Instant now, Style style) {
    Instant end = end(rollout, now);
    String reason = end.equals(now) ? Text.line(rollout.reason()) : "";
    return style.strong(name(rollout))
        + "  "
        + revisions(rollout)
        + "  "
        + style.state(Text.word(rollout.state()))
        + "  "
        + Amounts.took(rollout.createdAt(), end)
        + (reason.isEmpty() ? "" : "  " + style.busy(reason));
  }

  /** {@code canary: revision 4 gets 10 % of the requests}, where they are divided. */
  private static Optional<String> share(Rollout rollout) {
    Integer weight = rollout.shift().weights().get(rollout.to());
    return rollout.ended() || weight == null
        ? Optional.empty()
        : Optional.of(
            Text.word(rollout.strategy()).replace('_', '-')
                + ": revision "
                + rollout.to()
                + " gets "
                + weight
                + " % of the requests");
  }

  /** The service, with its namespace where that is not the default one. */
  public static String name(Rollout rollout) {
    return rollout.namespace().equals("default")
        ? rollout.service()
        : rollout.namespace() + "/" + rollout.service();
  }

  /** When it came to rest; now while it is under way. */
  static Instant end(Rollout rollout, Instant now) {
    boolean atRest = rollout.ended() || rollout.state() == RolloutState.PAUSED;
    return atRest ? rollout.updatedAt() : now;
  }

  private static String revisions(Rollout rollout) {
    String to = "revision " + rollout.to();
    if (rollout.kind() == RolloutKind.ROLLBACK) {
      return to + " (rollback)";
    }
    return rollout.from() == 0 ? to : "revision " + rollout.from() + " → " + rollout.to();
  }

  /**
   * On one host each container in full; on several all of them by a mark, in full what is not well.
   */
  private static List<String> where(
      Rollout rollout, List<Status> containers, int room, Style style) {
    HostGrid grid = new HostGrid(rollout, style);
    if (grid.size() <= 1) {
      return containers(containers, room, style);
    }
    List<Status> unsettled = containers.stream().filter(HostGrid::needsAttention).toList();
    int rows = Math.min(unsettled.size(), Math.max(1, room / 3));
    List<String> lines = new ArrayList<>(grid.lines(room - rows));
    if (!unsettled.isEmpty()) {
      lines.add("");
      lines.addAll(containers(unsettled, rows, style));
    }
    return lines;
  }

  private static List<String> containers(List<Status> containers, int room, Style style) {
    List<Status> shown =
        containers.stream()
            .sorted(Comparator.comparing(Progress::settled))
            .limit(Math.max(1, room))
            .sorted(Comparator.comparingInt(Status::replica).thenComparingLong(Status::revision))
            .toList();
    Table table =
        new Table(
            "REPLICA", "HOST", "REVISION", "INSTANCE", "STATE", "HEALTH", "RESTARTS", "PROBE");
    for (Status status : shown) {
      table.row(
          Integer.toString(status.replica()),
          Text.orDash(status.host()),
          Long.toString(status.revision()),
          Text.orDash(status.instance()),
          InstanceTable.state(status, style),
          InstanceTable.stopped(status) ? "-" : style.state(Text.word(status.health())),
          Integer.toString(status.restarts()),
          InstanceTable.observed(status, style));
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (shown.size() < containers.size()) {
      lines.add(style.faint("… and " + (containers.size() - shown.size()) + " more"));
    }
    return lines;
  }

  private static boolean settled(Status status) {
    return status.current() && status.counted();
  }
}
