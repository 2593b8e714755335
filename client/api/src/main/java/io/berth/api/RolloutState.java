package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a rollout stands. */
public enum RolloutState {
  /** Hosts are chosen and the image is being made ready on them. */
  @JsonProperty("preparing")
  PREPARING,

  /** Replicas are being replaced, step by step. */
  @JsonProperty("updating")
  UPDATING,

  /** Every replica runs the new revision and is watched for the time of monitor. */
  @JsonProperty("monitoring")
  MONITORING,

  /** The revision held; it is stable from now on. */
  @JsonProperty("succeeded")
  SUCCEEDED,

  /**
   * The revision did not hold; reason says why, superseded_by which revision put the last stable
   * one back.
   */
  @JsonProperty("failed")
  FAILED,

  /** A newer revision took its place before it ended. */
  @JsonProperty("superseded")
  SUPERSEDED,

  /**
   * It stopped and waits for a person: one asked for it, a rollback failed, on_failure is pause, or
   * a canary's hold ended with too little to tell by. reason says which.
   */
  @JsonProperty("paused")
  PAUSED
}
