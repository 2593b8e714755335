package io.berth.agent.reconcile;

/** How far the agent knows what is desired. */
public enum Trust {
  /** Not at all: it neither heard of a server nor remembers. What runs is kept running. */
  NONE,

  /** From its disk. Containers are made and kept as they should be, and none is given up. */
  REMEMBERED,

  /** A server said so since the agent started. */
  ANSWERED
}
