package io.berth.cli.document;

/** The user's input cannot be used; the message says where and why, on one line. */
public final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With where and why. */
  public Mistake(String message) {
    super(message);
  }
}
