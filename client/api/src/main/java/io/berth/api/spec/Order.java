package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which container of a replica runs first in an update. */
public enum Order {
  /** The new one is healthy before the old one stops. */
  @JsonProperty("start-first")
  START_FIRST,

  /** The old one stops before the new one starts. */
  @JsonProperty("stop-first")
  STOP_FIRST
}
