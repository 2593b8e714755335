package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a rollout goes from old to new. */
public enum Strategy {
  /** A few replicas at a time. */
  @JsonProperty("rolling")
  ROLLING,

  /** A growing share of the requests. */
  @JsonProperty("canary")
  CANARY,

  /** All new beside all old, then one switch. */
  @JsonProperty("blue-green")
  BLUE_GREEN
}
