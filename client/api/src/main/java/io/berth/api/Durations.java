package io.berth.api;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them in a spec: {@code "500ms"}, {@code "10s"}, {@code "1m30s"}, {@code
 * "2h"}, the grammar of Compose without its fractions. The longest is 365 days.
 */
public final class Durations {
  /** The longest duration that is accepted. */
  public static final Duration MAX = Duration.ofDays(365);

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException when the text is not a duration or is longer than {@link
   *     #MAX}; the message says what would be right
   */
  public static Duration parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a duration such as \"500ms\", \"10s\" or \"1m30s\"");
    }
    Duration duration =
        Duration.ofDays(part(matcher, 1))
            .plusHours(part(matcher, 2))
            .plusMinutes(part(matcher, 3))
            .plusSeconds(part(matcher, 4))
            .plusMillis(part(matcher, 5));
    if (duration.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("must be at most 365d");
    }
    return duration;
  }

  /**
   * Writes a duration so that {@link #parse} reads it back, to the millisecond: {@code "1m30s"},
   * {@code "0s"}.
   */
  public static String format(Duration duration) {
    if (duration.toMillis() <= 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.toString();
  }

  private static long part(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }
}
