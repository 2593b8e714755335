package io.berth.server.catalog;

/** There is no such revision of the service. */
public final class RevisionNotFound extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Which revision, and which ones there are. */
  public RevisionNotFound(String detail) {
    super(detail);
  }
}
