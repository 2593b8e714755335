package io.berth.server.http;

/** The body is not JSON as Berth reads it. */
final class NotJson extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Where, and what is wrong there. */
  NotJson(String detail) {
    super(detail);
  }
}
