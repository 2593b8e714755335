package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is known of an instance's health. */
public enum Health {
  /** Running, but not yet probed as healthy. */
  @JsonProperty("starting")
  STARTING,

  /** Its last probe passed; traffic may be sent to it. */
  @JsonProperty("passing")
  PASSING,

  /** It failed its probes in a row, or it is not running. */
  @JsonProperty("failing")
  FAILING
}
