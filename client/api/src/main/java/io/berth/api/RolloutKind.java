package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a rollout is for. */
public enum RolloutKind {
  /** Somebody put a new revision. */
  @JsonProperty("update")
  UPDATE,

  /** An earlier revision is put back, by hand or by the controller. */
  @JsonProperty("rollback")
  ROLLBACK
}
