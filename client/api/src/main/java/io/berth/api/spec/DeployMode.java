package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How many replicas a service has. */
public enum DeployMode {
  /** As many as replicas says. */
  @JsonProperty("replicated")
  REPLICATED,

  /** One on every host that matches. */
  @JsonProperty("global")
  GLOBAL
}
