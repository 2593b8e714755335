package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a container that ended is started again. */
public enum Restart {
  /** Always. */
  @JsonProperty("always")
  ALWAYS,

  /** Always, as Berth itself decides what is stopped. */
  @JsonProperty("unless-stopped")
  UNLESS_STOPPED,

  /** When it exited with a code other than 0. */
  @JsonProperty("on-failure")
  ON_FAILURE,

  /** Never. */
  @JsonProperty("no")
  NO
}
