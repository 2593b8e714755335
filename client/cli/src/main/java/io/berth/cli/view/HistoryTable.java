package io.berth.cli.view;

import io.berth.api.Revision;
import io.berth.api.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The revisions of a service. */
public final class HistoryTable {
  private HistoryTable() {}

  /**
   * One line a revision.
   *
   * @param rollouts where each rollout stands, by its id; one that is missing shows as a dash
   */
  public static List<String> lines(
      List<Revision> revisions, Map<String, RolloutState> rollouts, Instant now, Style style) {
    Table table = new Table("REVISION", "AGE", "AUTHOR", "ROLLOUT", "IMAGE", "MESSAGE");
    for (Revision revision : revisions) {
      boolean deleted = revision.spec() == null || revision.spec().isNull();
      table.row(
          Long.toString(revision.revision()),
          Amounts.age(revision.createdAt(), now),
          Text.orDash(revision.author()),
          style.state(deleted ? "deleted" : Text.word(rollouts.get(revision.rollout()))),
          deleted ? "-" : Text.image(revision.spec().path("image").asText("")),
          Text.orDash(revision.message()));
    }
    return table.linesOr("no revisions");
  }
}
