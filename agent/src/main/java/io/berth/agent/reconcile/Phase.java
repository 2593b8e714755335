package io.berth.agent.reconcile;

/** Where a container is in its life, as far as steps depend on it. */
public enum Phase {
  /** Made, and never started. */
  CREATED,

  /** Its process runs. */
  RUNNING,

  /** Its process ended. */
  ENDED,

  /** The engine could not remove it whole; removing it is all that is left. */
  DEAD
}
