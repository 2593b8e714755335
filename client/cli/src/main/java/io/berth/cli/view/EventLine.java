package io.berth.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Event;
import io.berth.api.Json;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One change, on one line. */
public final class EventLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private EventLine() {}

  /** {@code 2026-01-02 03:04:05 service default/web 4 alice ship v2}. */
  public static String of(String json, Style style) {
    try {
      Event event = Json.mapper().readValue(json, Event.class);
      String version = event.version() == 0 ? "" : " " + event.version();
      String gone = event.deleted() ? " " + style.bad("deleted") : "";
      String author = Text.line(event.author());
      String message = Text.line(event.message());
      return style.faint(event.at() == null ? "-" : TIME.format(event.at()))
          + "  "
          + String.format("%-10s", event.kind())
          + "  "
          + Text.line(event.key())
          + version
          + gone
          + (author.isEmpty() ? "" : "  " + style.faint(author))
          + (message.isEmpty() ? "" : "  " + message);
    } catch (JsonProcessingException e) {
      return Text.line(json);
    }
  }
}
