package io.berth.server.journal;

/**
 * A journal that must not be opened: not writable, used by another server, damaged, or of a newer
 * version. Nothing was changed.
 */
public final class JournalRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** One line that says what is wrong and what would be right. */
  public JournalRefused(String message) {
    super(message);
  }
}
