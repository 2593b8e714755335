package io.berth.cli.view;

import io.berth.api.ContainerRecord;
import java.time.Instant;
import java.util.List;

/** What was kept of ended containers, one a line. */
public final class RecordTable {
  private RecordTable() {}

  /** One line a record. */
  public static List<String> lines(List<ContainerRecord> records, Instant now, Style style) {
    Table table =
        new Table(
            "RECORD", "REASON", "REVISION", "HOST", "EXIT", "RESTARTS", "RAN", "ENDED", "DETAIL");
    for (ContainerRecord kept : records) {
      table.row(
          kept.id(),
          style.state(Text.word(kept.reason())),
          Long.toString(kept.revision()),
          Text.orDash(kept.host()),
          exit(kept),
          Integer.toString(kept.restarts()),
          Amounts.took(kept.startedAt(), kept.endedAt() == null ? now : kept.endedAt()),
          Amounts.age(kept.endedAt(), now),
          Text.orDash(kept.detail()));
    }
    return table.linesOr("no records");
  }

  /** Its exit code, and whether memory was the cause. */
  static String exit(ContainerRecord kept) {
    String code = kept.exitCode() == null ? "-" : kept.exitCode().toString();
    return kept.oomKilled() ? code + " (out of memory)" : code;
  }
}
