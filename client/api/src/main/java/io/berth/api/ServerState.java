package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a server can be counted on. */
public enum ServerState {
  /** It takes requests. */
  @JsonProperty("ready")
  READY,

  /** It runs, but takes no requests; its reasons say why. */
  @JsonProperty("not_ready")
  NOT_READY,

  /** It was heard of a while ago, and does not answer its peers now. */
  @JsonProperty("away")
  AWAY
}
