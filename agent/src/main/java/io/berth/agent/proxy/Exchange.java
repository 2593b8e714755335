package io.berth.agent.proxy;

/** Something under way with a target: a request, a connection. */
interface Exchange {
  /** Its time with this target is up: it is to end as cleanly as it can; from any thread. */
  void cut(LiveTarget from);
}
