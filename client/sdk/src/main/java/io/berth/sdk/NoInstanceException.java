package io.berth.sdk;

/** There is no instance to pick. */
public final class NoInstanceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoInstanceException(String service) {
    super("no instance of " + service + " is passing, as far as is known");
  }
}
