package io.berth.agent.proxy;

/** Something under way with a target: a request, a connection. From any thread. */
interface Exchange {
  /** Its time with this target is up: it is to end as cleanly as it can. */
  void cut(LiveTarget from);

  /** This target has died: nothing more comes of it. */
  default void lost(LiveTarget from) {
    cut(from);
  }

  /** This target is gone from the table: what it has not taken yet may go to another. */
  default void left(LiveTarget from) {}
}
