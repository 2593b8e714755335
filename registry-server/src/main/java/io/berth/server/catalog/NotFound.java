package io.berth.server.catalog;

/** There is no such thing. */
public final class NotFound extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What there is not, in a sentence. */
  public NotFound(String detail) {
    super(detail);
  }
}
