package io.berth.server.http;

/** The body is over the bound. */
final class BodyTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1;

  BodyTooLarge() {
    super("the body may have at most 1 MiB (1048576 bytes)");
  }
}
