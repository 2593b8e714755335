package io.berth.server.http;

/** The body is said to be something else than JSON. */
final class UnsupportedMediaType extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsupportedMediaType(String type) {
    super("the body must be application/json in UTF-8, not " + Quote.of(type));
  }
}
