package io.berth.server.http;

/** Shows a caller what it sent: short, and without what a terminal would act on. */
final class Quote {
  private static final int LONGEST = 60;

  private Quote() {}

  static String of(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            point ->
                quoted.appendCodePoint(
                    Character.isISOControl(point) || isSurrogate(point) ? '\uFFFD' : point));
    return quoted.append(text.codePointCount(0, text.length()) > LONGEST ? "…\"" : "\"").toString();
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
