package io.berth.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Settings, one a line. */
public final class SettingsTable {
  private SettingsTable() {}

  /** One line a key, its value as JSON. */
  public static List<String> lines(JsonNode settings, long revision) {
    Table table = new Table("KEY", "VALUE");
    settings
        .properties()
        .forEach(entry -> table.row(entry.getKey(), Text.line(entry.getValue().toString())));
    return table.linesOr("no settings in revision " + revision);
  }
}
