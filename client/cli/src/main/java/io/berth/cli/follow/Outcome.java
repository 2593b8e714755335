package io.berth.cli.follow;

import io.berth.api.RolloutState;

/** How a rollout came out, as the exit code of the command that waited for it. */
public enum Outcome {
  /** The revision holds. */
  SUCCEEDED(0),
  /** It failed, was rolled back, is paused or was superseded. */
  FAILED(3),
  /** It had not ended when the time was up. */
  TIMED_OUT(4);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /** For the shell. */
  public int exitCode() {
    return exitCode;
  }

  /** The worse of two. */
  Outcome and(Outcome other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Of a rollout that is at rest; one that is under way has done no wrong yet. */
  public static Outcome of(RolloutState state) {
    return switch (state) {
      case FAILED, SUPERSEDED, PAUSED -> FAILED;
      case PREPARING, UPDATING, MONITORING, SUCCEEDED -> SUCCEEDED;
    };
  }
}
