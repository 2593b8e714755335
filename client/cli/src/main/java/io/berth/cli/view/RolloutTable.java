package io.berth.cli.view;

import io.berth.api.Rollout;
import java.time.Instant;
import java.util.List;

/** Rollouts, one a line. */
public final class RolloutTable {
  private RolloutTable() {}

  /** One line a rollout. */
  public static List<String> lines(List<Rollout> rollouts, Instant now, Style style) {
    Table table =
        new Table("ROLLOUT", "KIND", "FROM", "TO", "STATE", "REPLICAS", "AGE", "TOOK", "REASON");
    for (Rollout rollout : rollouts) {
      long counted = rollout.slots().stream().filter(slot -> slot.countedAt() != null).count();
      table.row(
          rollout.id(),
          Text.word(rollout.kind()),
          rollout.from() == 0 ? "-" : Long.toString(rollout.from()),
          Long.toString(rollout.to()),
          style.state(Text.word(rollout.state())),
          counted + "/" + rollout.slots().size(),
          Amounts.age(rollout.createdAt(), now),
          Amounts.took(rollout.createdAt(), Progress.end(rollout, now)),
          Text.orDash(rollout.reason()));
    }
    return table.linesOr("no rollouts");
  }
}
