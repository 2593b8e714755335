package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a port speaks. */
public enum Protocol {
  /** HTTP/1.1 or h2c. */
  @JsonProperty("http")
  HTTP,

  /** Any byte stream. */
  @JsonProperty("tcp")
  TCP,

  /** Datagrams. */
  @JsonProperty("udp")
  UDP
}
