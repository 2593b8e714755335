package io.berth.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in bytes as people write them in a spec: {@code "512M"}, {@code "2G"}, {@code "64k"},
 * {@code "4096"}. Units are powers of 1024, as in Compose and the Docker CLI. The largest is 1024
 * T.
 */
public final class Sizes {
  private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,15})([kKmMgGtT]?)[bB]?");
  private static final String UNITS = "KMGT";
  private static final long MAX = 1L << 50;

  private Sizes() {}

  /**
   * Reads a size in bytes.
   *
   * @throws IllegalArgumentException when the text is not a size or is too large; the message says
   *     what would be right
   */
  public static long parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a size such as \"512M\", \"2G\" or \"4096\"");
    }
    long amount = Long.parseLong(matcher.group(1));
    int shift =
        matcher.group(2).isEmpty()
            ? 0
            : 10 * (UNITS.indexOf(Character.toUpperCase(matcher.group(2).charAt(0))) + 1);
    if (amount > MAX >> shift) {
      throw new IllegalArgumentException("must be at most 1024T");
    }
    return amount << shift;
  }

  /**
   * Writes bytes with the largest unit that loses nothing, so that {@link #parse} reads it back:
   * {@code "512M"}.
   */
  public static String format(long bytes) {
    int unit = 0;
    long amount = bytes;
    while (amount != 0 && amount % 1024 == 0 && unit < UNITS.length()) {
      amount /= 1024;
      unit++;
    }
    return unit == 0 ? Long.toString(amount) : amount + UNITS.substring(unit - 1, unit);
  }
}
