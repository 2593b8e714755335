package io.berth.agent.proxy;

/** Why something got nothing, or not all, of a proxy. */
enum Refusal {
  /** No head of a request, or too large a one. */
  MALFORMED,
  /** More connections are open than there is room for. */
  TOO_MANY,
  /** A connection on which nothing was asked for a minute, or not to its end. */
  IDLE,
  /** A body of which nothing more came for a minute. */
  STOOD_STILL,
  /** There is no target. */
  NONE_IS_HEALTHY,
  /** Every target was tried, again and again. */
  NONE_TAKES_CONNECTIONS,
  /** It waited for a target in vain. */
  NONE_CAME_IN_TIME,
  /** Its target is left, and it was not done within the drain timeout. */
  CUT
}
