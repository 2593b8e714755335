package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a host is with an image it was told to make ready. */
public enum ImageState {
  /** The pull is under way. */
  @JsonProperty("pulling")
  PULLING,

  /** It is on the host and its digest is known. */
  @JsonProperty("ready")
  READY,

  /** It could not be pulled; the error says what the image registry answered. */
  @JsonProperty("failed")
  FAILED
}
