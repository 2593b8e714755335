package io.berth.sdk;

/** Hears how a request ended, on the client's loop. */
@FunctionalInterface
interface Reply {
  /**
   * Called once per request.
   *
   * @param answer what a server said, even if it refused; null if none answered
   * @param failure why none answered; else null
   */
  void heard(Answer answer, Throwable failure);
}
