package io.berth.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Amounts as people read them at a glance: {@code 3m}, {@code 1.2s}, {@code 12.3 MB}. */
public final class Amounts {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Amounts() {}

  /** How long ago, to the largest unit: {@code 45s}, {@code 3m}, {@code 5h}, {@code 12d}. */
  public static String age(Instant then, Instant now) {
    if (then == null) {
      return "-";
    }
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    if (seconds < 48 * 3600) {
      return seconds / 3600 + "h";
    }
    long days = seconds / 86400;
    return days < 730 ? days + "d" : days / 365 + "y";
  }

  /** How long it took: {@code 0.4s}, {@code 12s}, {@code 1m05s}, {@code 2h03m}. */
  public static String took(Instant from, Instant to) {
    if (from == null || to == null) {
      return "";
    }
    long millis = Math.max(0, Duration.between(from, to).toMillis());
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
    }
    long seconds = millis / 1000;
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
  }

  /** Bytes, units being powers of 1024 as in a spec. */
  public static String bytes(long bytes) {
    if (bytes <= 0) {
      return "-";
    }
    double amount = bytes;
    int unit = 0;
    while (amount >= 999.95 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }

  /** Thousandths of a core as cores: {@code 0.12}, {@code 8}. */
  public static String cores(long thousandths) {
    return thousandths % 1000 == 0
        ? Long.toString(thousandths / 1000)
        : String.format(Locale.ROOT, "%.2f", thousandths / 1000.0);
  }
}
