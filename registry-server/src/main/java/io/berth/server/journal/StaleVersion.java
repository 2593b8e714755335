package io.berth.server.journal;

/** A draft was made from a version that is no longer the newest; nothing was written. */
public final class StaleVersion extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Draft draft;
  private final long current;

  /** The draft that did not fit, and the newest version of its document, 0 for none. */
  public StaleVersion(Draft draft, long current) {
    super(
        draft.kind()
            + " "
            + draft.key()
            + " is at version "
            + current
            + ", so it cannot become "
            + draft.version());
    this.draft = draft;
    this.current = current;
  }

  /** The draft that did not fit. */
  public Draft draft() {
    return draft;
  }

  /** The newest version of its document, 0 for none. */
  public long current() {
    return current;
  }
}
