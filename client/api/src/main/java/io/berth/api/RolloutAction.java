package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What may be asked of a rollout. */
public enum RolloutAction {
  /** Nothing more is changed until it is resumed; its deadlines stand still. */
  @JsonProperty("pause")
  PAUSE,

  /** It goes on where it was paused. */
  @JsonProperty("resume")
  RESUME,

  /** The hold that it is in is over: the next stage begins. */
  @JsonProperty("promote")
  PROMOTE,

  /** It ends, and the last stable revision is put back. */
  @JsonProperty("abort")
  ABORT;

  /** As on the wire: {@code pause}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
