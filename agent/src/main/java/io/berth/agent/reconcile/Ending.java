package io.berth.agent.reconcile;

/** Why a container's process ended. */
public enum Ending {
  /** This agent stopped it, or the engine went down under it. */
  ASKED,

  /** It ended by itself, or somebody else ended it. */
  UNASKED,

  /** Nobody knows: the agent lost its state. */
  UNKNOWN
}
