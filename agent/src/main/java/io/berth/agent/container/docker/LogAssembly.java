package io.berth.agent.container.docker;

import io.berth.agent.container.EngineException;
import io.berth.agent.container.EngineException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.BiConsumer;

/**
 * Puts one of a container's two streams together to lines, each begun by the engine with its time
 * and a space. The bytes may be handed over in any pieces.
 */
final class LogAssembly {
  /**
   * As long as the pieces in which Docker keeps a line, in bytes. The pieces after the first begin
   * with a time too, in the midst of the line: they are left out.
   */
  static final int LONGEST = 16 * 1024;

  /** The time and its space: {@code 2026-01-02T03:04:05.123456789+00:00}, at its longest. */
  private static final int LONGEST_TIME = 36;

  private final BiConsumer<Instant, String> told;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Instant time;
  private boolean cut;

  /** Tells of each line and its time. */
  LogAssembly(BiConsumer<Instant, String> told) {
    this.told = told;
  }

  void add(byte[] bytes) {
    for (byte one : bytes) {
      if (one == '\n') {
        tell();
      } else if (one == ' ' && time == null && line.size() <= LONGEST_TIME) {
        time = time(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else if (line.size() < LONGEST) {
        line.write(one);
      } else {
        cut = true;
      }
    }
  }

  /** There are no more bytes: what is left is a line too. */
  void end() {
    if (time != null && line.size() > 0) {
      tell();
    }
  }

  private void tell() {
    Instant at = time;
    String text = line.toString(StandardCharsets.UTF_8);
    boolean shortened = cut;
    time = null;
    cut = false;
    line.reset();
    if (at != null) {
      told.accept(at, shortened ? whole(text) + "…" : withoutReturn(text));
    }
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new EngineException(Kind.REFUSED, "it sends a line without its time: " + text);
    }
  }

  private static String withoutReturn(String text) {
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Without the half of a character that the cut may have left. */
  private static String whole(String text) {
    return text.endsWith("\uFFFD") ? text.substring(0, text.length() - 1) : text;
  }
}
