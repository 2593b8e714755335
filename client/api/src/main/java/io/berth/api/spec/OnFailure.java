package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What follows a failed rollout. */
public enum OnFailure {
  /** The last stable revision is put back. */
  @JsonProperty("rollback")
  ROLLBACK,

  /** It stops as it is and waits for a person. */
  @JsonProperty("pause")
  PAUSE
}
