package io.berth.server;

/** The server cannot start as it was told to. */
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** One line that says what is wrong and what would be right. */
  public StartRefused(String message) {
    super(message);
  }
}
