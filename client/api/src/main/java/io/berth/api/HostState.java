package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a host can be counted on. */
public enum HostState {
  /** Its agent reports and its Docker engine answers. */
  @JsonProperty("ready")
  READY,

  /** Its agent reports that the Docker engine does not answer. */
  @JsonProperty("engine_down")
  ENGINE_DOWN,

  /** Its agent has not reported for longer than the host lease. */
  @JsonProperty("lost")
  LOST
}
