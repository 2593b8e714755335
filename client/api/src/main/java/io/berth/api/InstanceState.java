package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an instance is in its life. */
public enum InstanceState {
  /**
   * Its container exists and waits to be started: it is new, or was stopped for another one and is
   * wanted again.
   */
  @JsonProperty("created")
  CREATED,

  /** Its process runs. */
  @JsonProperty("running")
  RUNNING,

  /** It exited and waits to be started again. */
  @JsonProperty("backing_off")
  BACKING_OFF,

  /** It was told to stop and its grace period runs. */
  @JsonProperty("stopping")
  STOPPING,

  /** It ended and will not be started again as it is. */
  @JsonProperty("exited")
  EXITED,

  /** It could not be made or started; its error says why. */
  @JsonProperty("failed")
  FAILED
}
