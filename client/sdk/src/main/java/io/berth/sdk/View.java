package io.berth.sdk;

import java.io.IOException;
import java.time.Duration;

/**
 * What a {@link Watch} keeps current. Every method is called on the client's loop, one at a time,
 * in the order in which the servers' answers came; an answer that was overtaken is never shown.
 */
interface View {
  /**
   * The state is this.
   *
   * @return false if it is older than what is held: then the server counts as failed
   * @throws IOException if it cannot be read: then too
   */
  boolean answered(String body) throws IOException;

  /** The state is still what the same server answered last. */
  void unchanged();

  /** There is no such service. */
  void absent();

  /** Every server was asked, and none answered. */
  void unanswered();

  /** How long a server may wait for something new; shorter when the view wants to be told again. */
  Duration patience();
}
