package io.berth.cli.registry;

/** No server gave an answer that can be used; the message is for people. */
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what is to be said of it. */
  public Unreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
