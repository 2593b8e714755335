package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a put or an apply does to a service. */
public enum ChangeKind {
  /** It had no spec before. */
  @JsonProperty("created")
  CREATED,

  /** It gets a new revision. */
  @JsonProperty("updated")
  UPDATED,

  /** It already is so; nothing is written. */
  @JsonProperty("unchanged")
  UNCHANGED
}
