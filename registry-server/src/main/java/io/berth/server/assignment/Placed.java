package io.berth.server.assignment;

import java.util.Map;
import java.util.SortedMap;

/**
 * Where the replicas of a service go.
 *
 * @param hosts replica → host
 * @param missing why not every replica has a host, in a sentence; empty when every one has
 */
public record Placed(SortedMap<Integer, String> hosts, String missing) {
  /** Whether every replica has a host. */
  public boolean whole() {
    return missing.isEmpty();
  }

  /** No replica at all. */
  static Placed none(String why) {
    return new Placed(new java.util.TreeMap<>(Map.of()), why);
  }
}
