package io.berth.cli.view;

import io.berth.api.ContainerRecord;
import io.berth.api.Durations;
import io.berth.api.Probe;
import io.berth.api.Rollout;
import io.berth.api.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How a rollout ended, and, where it failed, what there is to go by. */
public final class Ending {
  private static final int LOG_LINES = 20;

  private Ending() {}

  /** The sentence that says it. */
  public static String sentence(Rollout rollout, Style style) {
    String who = Progress.name(rollout) + ": revision " + rollout.to();
    String reason = rollout.reason().isEmpty() ? "" : ": " + Text.line(rollout.reason());
    String took = " (" + Amounts.took(rollout.createdAt(), rollout.updatedAt()) + ")";
    return switch (rollout.state()) {
      case SUCCEEDED -> style.good("✓") + " " + who + " holds" + took;
      case FAILED -> style.bad("✗") + " " + who + " failed" + reason;
      case PAUSED -> style.bad("✗") + " " + paused(rollout);
      case SUPERSEDED -> style.busy("–") + " " + who + " was superseded" + successor(rollout);
      default -> style.busy("●") + " " + who + " is " + Text.word(rollout.state()) + reason;
    };
  }

  /** Says that it stands still, where that is nobody's fault. */
  public static String pausedAsAsked(Rollout rollout, Style style) {
    return style.good("✓") + " " + paused(rollout);
  }

  private static String paused(Rollout rollout) {
    return Progress.name(rollout)
        + ": revision "
        + rollout.to()
        + " is paused: "
        + Text.line(rollout.reason());
  }

  /** Says that the stable revision is on its way back, once that is so. */
  public static Optional<String> puttingBack(Rollout failed) {
    return failed.supersededBy() == 0
        ? Optional.empty()
        : Optional.of(
            "  revision "
                + stable(failed)
                + " is being put back, as revision "
                + failed.supersededBy());
  }

  /** Says, once the stable revision is back, which one it is and why. */
  public static String putBack(Rollout failed, Style style) {
    return style.bad("✗")
        + " "
        + Progress.name(failed)
        + ": revision "
        + stable(failed)
        + " is back, as revision "
        + failed.supersededBy()
        + ", because revision "
        + failed.to()
        + " failed: "
        + Text.line(failed.reason());
  }

  /** What is put back: the revision before it may not have held either. */
  private static long stable(Rollout failed) {
    return failed.stable().get(0).revision();
  }

  /** Goes before the evidence where there is that of another one too. */
  public static String why(Rollout failed) {
    return "  why revision " + failed.to() + " failed:";
  }

  /** Says that it was not waited for any longer. */
  public static String tooLate(String id, Duration waited, Style style) {
    return style.bad("✗")
        + " "
        + id
        + " had not ended after "
        + Durations.format(waited)
        + "; it goes on: berth rollout status "
        + id
        + " --watch";
  }

  /** What the last probe and the failed container said; empty where nothing is known. */
  public static List<String> evidence(Rollout failed, Optional<ContainerRecord> kept, Style style) {
    List<String> lines = new ArrayList<>();
    lastFailure(failed, kept)
        .ifPresent(
            probe -> {
              String status = probe.status() == 0 ? "no answer" : "status " + probe.status();
              lines.add("  last probe  " + status + " from " + Text.line(probe.url()));
              lines.add("              " + style.bad(Text.line(probe.error())));
            });
    kept.ifPresent(
        it -> {
          String exit = it.exitCode() == null ? "" : ", exit code " + RecordTable.exit(it);
          String restarts = it.restarts() == 0 ? "" : ", " + Text.count(it.restarts(), "restart");
          lines.add("  container   " + it.id() + " on " + Text.line(it.host()) + exit + restarts);
          if (!it.error().isEmpty()) {
            lines.add("              " + style.bad(Text.line(it.error())));
          }
          lines.add(it.log().isEmpty() ? "  it wrote nothing" : "  its last words:");
          it.log().stream()
              .skip(Math.max(0, it.log().size() - LOG_LINES))
              .forEach(line -> lines.add("    " + style.faint("│ ") + Text.logged(line)));
          lines.add(
              "  more: berth records "
                  + (it.namespace().equals("default") ? "" : "-n " + it.namespace() + " ")
                  + it.service()
                  + " "
                  + it.id());
        });
    return lines;
  }

  private static String successor(Rollout rollout) {
    return rollout.supersededBy() == 0 ? "" : " by revision " + rollout.supersededBy();
  }

  /** The record's, which is of the failed container for sure; else the newest that was seen. */
  private static Optional<Probe> lastFailure(Rollout failed, Optional<ContainerRecord> kept) {
    List<Probe> recorded = kept.map(ContainerRecord::probes).orElse(List.of());
    List<Probe> seen =
        failed.instances() == null
            ? List.of()
            : failed.instances().stream()
                .filter(status -> status.revision() == failed.to())
                .map(Status::probe)
                .filter(Objects::nonNull)
                .toList();
    return newest(recorded).or(() -> newest(seen));
  }

  private static Optional<Probe> newest(List<Probe> probes) {
    return probes.stream()
        .filter(probe -> !probe.passed() && probe.at() != null)
        .max(Comparator.comparing(Probe::at));
  }
}
