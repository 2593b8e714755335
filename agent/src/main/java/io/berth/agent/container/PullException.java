package io.berth.agent.container;

import java.util.Locale;

/** An image that could not be pulled; the message says which, and what was answered. */
public final class PullException extends RuntimeException {
  private final Kind kind;

  /** A pull of {@code reference} that ended with this answer. */
  public PullException(String reference, Kind kind, String answer) {
    super("pull of " + reference + " failed: " + kind.words + answer);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What went wrong, as far as it matters for what is done next. */
  public enum Kind {
    /** The image registry did not answer; an image that is here already will do. */
    UNREACHABLE("the image registry cannot be reached: "),

    /** The image registry does not have it. */
    NOT_FOUND("the image registry does not have it: "),

    /** The image registry wants other credentials. */
    DENIED("the image registry refuses the credentials: "),

    /** The host's disk is full. */
    NO_SPACE("the host's disk is full: "),

    /** It stood still for longer than the deadline. */
    STALLED("the image registry stopped sending: "),

    /** The engine itself did not answer: nothing is known of the image. */
    ENGINE_AWAY("the engine cannot be reached: "),

    /** Anything else. */
    OTHER("");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /**
     * What an engine's error message on pulling a reference means. Docker Hub answers "denied" for
     * what does not exist, and says so; a registry's name that cannot be resolved is not a missing
     * image.
     */
    public static Kind of(String reference, String message) {
      String text = message.toLowerCase(Locale.ROOT).replace(reference, "");
      if (text.contains("no space left on device")) {
        return NO_SPACE;
      }
      if (any(
          text,
          "dial tcp",
          "connection refused",
          "no such host",
          "timeout",
          "deadline exceeded",
          "no route to host",
          "connection reset",
          ": eof",
          "503 service unavailable",
          "502 bad gateway",
          "server misbehaving")) {
        return UNREACHABLE;
      }
      if (any(text, "manifest unknown", "not found", "does not exist", "name unknown")) {
        return NOT_FOUND;
      }
      if (any(
          text,
          "unauthorized",
          "no basic auth",
          "denied",
          "authentication required",
          "incorrect username")) {
        return DENIED;
      }
      return OTHER;
    }

    private static boolean any(String text, String... parts) {
      for (String part : parts) {
        if (text.contains(part)) {
          return true;
        }
      }
      return false;
    }
  }
}
