package io.berth.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Applied;
import io.berth.api.Diff;
import io.berth.api.Difference;
import java.util.ArrayList;
import java.util.List;

/** What differs between two specs: {@code +} added, {@code -} removed, {@code ~} changed. */
public final class DiffView {
  private DiffView() {}

  /** The difference of two revisions. */
  public static List<String> lines(Diff diff, Style style) {
    List<String> lines = new ArrayList<>();
    String from = diff.from() == 0 ? "" : diff.from() + " → ";
    lines.add(style.strong(diff.service() + "  revision " + from + diff.to()));
    if (diff.differences().isEmpty()) {
      lines.add("  no difference");
    }
    differences(lines, diff.differences(), style);
    return lines;
  }

  /** What an apply would do. */
  public static List<String> lines(Applied applied, Style style) {
    List<String> lines = new ArrayList<>(AppliedTable.lines(applied, style));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      all.add(lines.get(i));
      differences(all, applied.changes().get(i).differences(), style);
    }
    all.add("dry run: nothing was written");
    return all;
  }

  private static void differences(List<String> lines, List<Difference> differences, Style style) {
    for (Difference difference : differences) {
      lines.add("  " + line(difference, style));
    }
  }

  private static String line(Difference difference, Style style) {
    String path = Text.line(difference.path());
    if (absent(difference.from())) {
      return style.good("+ " + path + ": " + value(difference.to()));
    }
    if (absent(difference.to())) {
      return style.bad("- " + path + ": " + value(difference.from()));
    }
    return style.busy("~ " + path + ": ")
        + style.bad(value(difference.from()))
        + " → "
        + style.good(value(difference.to()));
  }

  private static boolean absent(JsonNode json) {
    return json == null || json.isNull() || json.isMissingNode();
  }

  private static String value(JsonNode json) {
    return Text.line(json.toString());
  }
}
