package io.berth.agent.route;

import java.util.List;

/**
 * All that a host's proxy is to do. It is told the whole of it each time, and keeps the last one on
 * disk.
 *
 * @param routes one a port
 * @param finishing instances on this host that run and take no requests any more: what is under way
 *     with them may end. One that is in no route and not here has died; null where that is not
 *     known
 */
public record Table(List<Route> routes, List<String> finishing) {
  /** Nothing to do. */
  public static final Table EMPTY = new Table(List.of());

  /** {@code routes} is never null. */
  public Table {
    routes = routes == null ? List.of() : List.copyOf(routes);
    finishing = finishing == null ? null : List.copyOf(finishing);
  }

  /** One that does not know who has died. */
  public Table(List<Route> routes) {
    this(routes, null);
  }

  /** Whether a target that is in no route has died, as far as is known. */
  public boolean knowsDead(Target gone) {
    return finishing != null && gone.local() && !finishing.contains(gone.instance());
  }
}
