package io.berth.server.journal;

/**
 * The journal did not answer or refused to write for a reason of its own: the disk is full, the
 * database is away.
 */
public final class JournalUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, for people, and what the engine said. */
  public JournalUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
