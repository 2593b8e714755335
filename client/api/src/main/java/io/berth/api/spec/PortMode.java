package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who owns a published port. */
public enum PortMode {
  /** The host's proxy. */
  @JsonProperty("proxy")
  PROXY,

  /** The Docker engine, straight to the container. */
  @JsonProperty("host")
  HOST
}
