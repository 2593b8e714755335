package io.berth.server.host;

import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.ServiceRoute.Elsewhere;
import io.berth.api.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Whose instances a host's proxy falls back on: of a service on many hosts it need not know them
 * all. The hosts stand in a circle, by name, and each looks to those that come after it: so few
 * look to each, and a change on one is news for few.
 */
final class Neighbours {
  private static final int INSTANCES = 8;
  private static final int NEWS_FOR = 16;

  private final NavigableSet<String> hosts;
  private final String host;

  /** Of a host among those of a service. */
  Neighbours(Iterable<String> hosts, String host) {
    this.hosts = new TreeSet<>();
    hosts.forEach(this.hosts::add);
    this.host = host;
  }

  /**
   * The healthy instances that it falls back on: of each revision the nearest ones.
   *
   * @param service {@code namespace/service}
   * @param statuses what a host reports, nothing where it cannot be counted on
   * @param all whether to look further than to the nearest few, for every revision that there is
   */
  List<Elsewhere> instances(String service, Function<String, List<Status>> statuses, boolean all) {
    Map<Long, Integer> found = new HashMap<>();
    List<Elsewhere> instances = new ArrayList<>();
    for (String other : circle(hosts, host)) {
      for (Status status : statuses.apply(other)) {
        if (takesRequests(status, service)
            && found.merge(status.revision(), 1, Integer::sum) <= INSTANCES) {
          instances.add(
              new Elsewhere(
                  status.instance(), status.revision(), status.address(), status.ports()));
        }
      }
      if (!all && instances.size() >= INSTANCES) {
        break;
      }
    }
    return instances;
  }

  /** The hosts that fall back on this one. */
  List<String> before() {
    return circle(hosts.descendingSet(), host).stream().limit(NEWS_FOR).toList();
  }

  private static List<String> circle(NavigableSet<String> hosts, String host) {
    List<String> others = new ArrayList<>(hosts.tailSet(host, false));
    others.addAll(hosts.headSet(host, false));
    return others;
  }

  private static boolean takesRequests(Status status, String service) {
    return service.equals(status.namespace() + "/" + status.service())
        && status.state() == InstanceState.RUNNING
        && status.health() == Health.PASSING
        && !status.ports().isEmpty();
  }
}
