package io.berth.e2e.history;

/**
 * One operation on one service, as its client saw it.
 *
 * @param by the client
 * @param kind what it was and how it ended
 * @param content what was to be written, different for each write; or what was read, empty for no
 *     such service
 * @param expected of a write: the revision that it replaces, 0 for none; -1 of a read
 * @param revision of a write that was done: the one that it made; of a refused one and of a read:
 *     the one that was there, 0 for none; -1 where nothing is known
 * @param invoked nanoseconds since the history began
 * @param returned the same; {@link Long#MAX_VALUE} where it may take effect at any time
 */
public record Operation(
    String by,
    Kind kind,
    String content,
    long expected,
    long revision,
    long invoked,
    long returned) {

  /** What an operation was and how it ended. */
  public enum Kind {
    /** A write that was acknowledged. */
    WRITTEN,
    /** A write that was refused (412) for the revision that is there. */
    REFUSED,
    /** A write that nobody acknowledged or refused. */
    UNKNOWN,
    /** A read. */
    READ
  }

  /** A write that was acknowledged. */
  public static Operation written(
      String by, String content, long expected, long revision, long invoked, long returned) {
    return new Operation(by, Kind.WRITTEN, content, expected, revision, invoked, returned);
  }

  /** A write that was refused because another revision was there. */
  public static Operation refused(
      String by, String content, long expected, long current, long invoked, long returned) {
    return new Operation(by, Kind.REFUSED, content, expected, current, invoked, returned);
  }

  /** A write without an answer that tells. */
  public static Operation unknown(String by, String content, long expected, long invoked) {
    return new Operation(by, Kind.UNKNOWN, content, expected, -1, invoked, Long.MAX_VALUE);
  }

  /** A read; of no such service: revision 0 and no content. */
  public static Operation read(
      String by, long revision, String content, long invoked, long returned) {
    return new Operation(by, Kind.READ, content, -1, revision, invoked, returned);
  }

  @Override
  public String toString() {
    String what =
        switch (kind) {
          case WRITTEN -> "wrote " + content + " over " + expected + " as " + revision;
          case REFUSED -> "was refused " + content + " over " + expected + ", it is " + revision;
          case UNKNOWN -> "wrote " + content + " over " + expected + " without an answer";
          case READ -> "read " + revision + " " + content;
        };
    return by + " " + what + " [" + millis(invoked) + ", " + millis(returned) + "]";
  }

  private static String millis(long nanos) {
    return nanos == Long.MAX_VALUE ? "…" : String.format("%.3f ms", nanos / 1e6);
  }
}
