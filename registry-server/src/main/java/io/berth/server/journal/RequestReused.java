package io.berth.server.journal;

/** The request's id was used before for another request; nothing was written. */
public final class RequestReused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The id that was used twice. */
  public RequestReused(String id) {
    super("request id " + id + " was used before for another request");
  }
}
