package io.berth.agent.route;

import java.util.List;

/**
 * All that a host's proxy is to do. It is told the whole of it each time, and keeps the last one on
 * disk.
 */
public record Table(List<Route> routes) {
  /** Nothing to do. */
  public static final Table EMPTY = new Table(List.of());

  /** Never null. */
  public Table {
    routes = routes == null ? List.of() : List.copyOf(routes);
  }
}
