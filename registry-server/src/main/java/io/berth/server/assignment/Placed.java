package io.berth.server.assignment;

import java.util.Map;
import java.util.SortedMap;

/**
 * Where the replicas of a service go.
 *
 * @param hosts replica → host
 * @param missing why not every replica has a host, in a sentence; empty when every one has
 * @param hopeless whether that stays so when all known hosts are ready
 */
public record Placed(SortedMap<Integer, String> hosts, String missing, boolean hopeless) {
  /** One that is not hopeless. */
  Placed(SortedMap<Integer, String> hosts, String missing) {
    this(hosts, missing, false);
  }

  /** Whether every replica has a host. */
  public boolean whole() {
    return missing.isEmpty();
  }

  /** No replica at all. */
  static Placed none(String why) {
    return new Placed(new java.util.TreeMap<>(Map.of()), why);
  }
}
