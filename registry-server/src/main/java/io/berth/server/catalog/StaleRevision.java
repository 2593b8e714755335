package io.berth.server.catalog;

/** The caller's precondition does not hold; nothing was written. */
public final class StaleRevision extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long current;

  /** The service's current revision, 0 for none, and what was asked for. */
  public StaleRevision(long current, String detail) {
    super(detail);
    this.current = current;
  }

  /** The service's current revision, 0 for none. */
  public long current() {
    return current;
  }
}
