package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a step of a rollout stands. */
public enum StepState {
  /** Not begun. */
  @JsonProperty("pending")
  PENDING,

  /** Begun, not ended. */
  @JsonProperty("running")
  RUNNING,

  /** Ended well. */
  @JsonProperty("done")
  DONE,

  /** Ended badly; the detail says why. */
  @JsonProperty("failed")
  FAILED,

  /** Not needed. */
  @JsonProperty("skipped")
  SKIPPED
}
