package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a record was kept. */
public enum RecordReason {
  /** Another container took its place. */
  @JsonProperty("replaced")
  REPLACED,

  /** Its service or replica is no longer wanted here. */
  @JsonProperty("removed")
  REMOVED,

  /** It crashed, or did not become or stay healthy. */
  @JsonProperty("failed")
  FAILED
}
