package io.berth.server.host;

import java.util.Map;

/** What is journaled of a host, so that it is known before it reports again. */
public record KnownHost(String host, String address, Map<String, String> labels) {
  /** Copies the labels. */
  public KnownHost {
    labels = Map.copyOf(labels);
  }
}
