package io.berth.server.catalog;

/** There is no such thing. */
public final class NotFound extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long revision;

  /** What there is not, in a sentence; nothing is known of it. */
  public NotFound(String detail) {
    this(detail, 0);
  }

  /** What there is not any more, and the revision that ended it; 0 when it never was. */
  public NotFound(String detail, long revision) {
    super(detail);
    this.revision = revision;
  }

  /** The revision that ended it; 0 when nothing is known of it. */
  public long revision() {
    return revision;
  }
}
