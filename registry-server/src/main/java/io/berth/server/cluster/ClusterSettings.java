package io.berth.server.cluster;

import java.util.List;

/**
 * How a server takes part in a cluster.
 *
 * @param name only servers of the same name join
 * @param host the address that it binds to and is reached by
 * @param port its port; 0 for any that is free
 * @param join peers to look for as {@code host:port}, where a name stands for all its addresses;
 *     empty for a server on its own, which others may still join
 */
public record ClusterSettings(String name, String host, int port, List<String> join) {
  /** Copies the list. */
  public ClusterSettings {
    join = List.copyOf(join);
  }
}
