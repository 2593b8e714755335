package io.berth.cli.view;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text of others, made fit for a terminal. */
public final class Text {
  private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]");
  private static final Pattern DIGEST = Pattern.compile("(sha256:[0-9a-f]{12})[0-9a-f]{52}");

  private Text() {}

  /**
   * On one line and without control characters: a program's log must not be able to move the
   * reader's cursor.
   */
  public static String line(String text) {
    if (text == null) {
      return "";
    }
    String words = ANSI.matcher(text).replaceAll("").strip().replaceAll("\\s*[\r\n]+\\s*", " ");
    return CONTROL.matcher(words).replaceAll("");
  }

  /** As {@link #line}, its indentation kept. */
  public static String logged(String text) {
    return CONTROL.matcher(ANSI.matcher(text).replaceAll("")).replaceAll("").stripTrailing();
  }

  /** A pinned image with as much of its digest as people compare. */
  public static String image(String reference) {
    return DIGEST.matcher(line(reference)).replaceAll("$1");
  }

  /** The first 12 characters of a container's id, as Docker shows it. */
  public static String container(String id) {
    return id.length() > 12 ? id.substring(0, 12) : id;
  }

  /** A constant's word on the wire. */
  public static String word(Enum<?> constant) {
    return constant == null ? "-" : constant.name().toLowerCase(Locale.ROOT);
  }

  /** A dash where there is nothing. */
  public static String orDash(String text) {
    return text == null || text.isBlank() ? "-" : line(text);
  }

  /** {@code 1 replica}, {@code 2 replicas}. */
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** How many columns it takes, colours apart. */
  static int width(String text) {
    String visible = text.indexOf('\u001b') < 0 ? text : ANSI.matcher(text).replaceAll("");
    return visible.codePointCount(0, visible.length());
  }
}
