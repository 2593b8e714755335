package io.berth.cli.view;

import io.berth.api.Applied;
import io.berth.api.ChangeKind;
import java.util.List;

/** What an apply did: one line a service. */
public final class AppliedTable {
  private AppliedTable() {}

  /** One line a service, without a header. */
  public static List<String> lines(Applied applied, Style style) {
    Table table = new Table("", "", "", "");
    for (Applied.Change change : applied.changes()) {
      table.row(
          change.service(),
          style.state(Text.word(change.change())),
          revision(change, applied.dryRun()),
          change.rollout() == null ? " " : style.faint("rollout " + change.rollout()));
    }
    return table.lines().subList(1, table.lines().size());
  }

  private static String revision(Applied.Change change, boolean dryRun) {
    return dryRun && change.change() == ChangeKind.UPDATED
        ? "revision " + (change.revision() - 1) + " → " + change.revision()
        : "revision " + change.revision();
  }
}
