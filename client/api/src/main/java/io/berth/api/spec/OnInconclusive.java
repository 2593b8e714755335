package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What follows when there are too few samples to compare two revisions. */
public enum OnInconclusive {
  /** The rollout waits for a person. */
  @JsonProperty("pause")
  PAUSE,

  /** The rollout goes on. */
  @JsonProperty("promote")
  PROMOTE,

  /** The rollout is taken back. */
  @JsonProperty("rollback")
  ROLLBACK
}
