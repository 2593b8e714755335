package io.berth.server.assignment;

import io.berth.api.spec.DeployMode;
import io.berth.api.spec.Placement.Constraint;
import io.berth.api.spec.Port;
import io.berth.api.spec.Spec;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Chooses hosts for the replicas of one service: pure, and the same for the same input. A replica
 * stays where it is while its host still matches; new ones go where the service has the fewest, by
 * its spread keys first.
 */
public final class Scheduler {
  private Scheduler() {}

  /**
   * Places every replica that the spec wants.
   *
   * @param spec of the service
   * @param hosts all that are known
   * @param current replica → host, as assigned now; where there are too many the first stay
   */
  public static Placed place(Spec spec, Collection<Candidate> hosts, Map<Integer, String> current) {
    if (hosts.isEmpty()) {
      return Placed.none("no host has reported yet");
    }
    Placed now = attempt(spec, hosts, current);
    boolean hopeless =
        !now.whole()
            && !attempt(spec, hosts.stream().map(Candidate::atItsBest).toList(), current).whole();
    return new Placed(now.hosts(), now.missing(), hopeless);
  }

  private static Placed attempt(
      Spec spec, Collection<Candidate> hosts, Map<Integer, String> current) {
    List<Constraint> constraints = spec.deploy().placement().constraints();
    List<Candidate> matching =
        hosts.stream()
            .filter(host -> host.satisfies(constraints))
            .sorted(Comparator.comparing(Candidate::name))
            .toList();
    if (matching.isEmpty()) {
      return Placed.none(
          "no known host matches the constraints "
              + constraints.stream().map(Constraint::toString).collect(Collectors.joining(", ")));
    }
    return spec.deploy().mode() == DeployMode.GLOBAL
        ? everywhere(matching, current)
        : replicated(spec, matching, current);
  }

  private static Placed everywhere(List<Candidate> matching, Map<Integer, String> current) {
    SortedMap<Integer, String> placed = staying(matching, current, Integer.MAX_VALUE, 1);
    for (Candidate host : matching) {
      if (host.ready() && !placed.containsValue(host.name())) {
        placed.put(firstFree(placed), host.name());
      }
    }
    return placed.isEmpty() ? Placed.none("no matching host is ready") : new Placed(placed, "");
  }

  private static Placed replicated(
      Spec spec, List<Candidate> matching, Map<Integer, String> current) {
    int perHost = mostPerHost(spec);
    SortedMap<Integer, String> placed =
        staying(matching, current, spec.deploy().replicas(), perHost);
    while (placed.size() < spec.deploy().replicas()) {
      Map<String, Integer> counts = counts(placed);
      Candidate host =
          matching.stream()
              .filter(
                  candidate ->
                      candidate.ready() && counts.getOrDefault(candidate.name(), 0) < perHost)
              .min(emptiest(spec.deploy().placement().spread(), matching, counts))
              .orElse(null);
      if (host == null) {
        return new Placed(placed, noRoom(spec, matching, perHost));
      }
      placed.put(firstFree(placed), host.name());
    }
    return new Placed(placed, "");
  }

  /** A fixed host port can be bound once a host; beside that, the spec may set a bound. */
  private static int mostPerHost(Spec spec) {
    int bound = spec.deploy().placement().maxReplicasPerHost();
    boolean fixedPort = spec.ports().stream().anyMatch(Port::isFixed);
    if (fixedPort) {
      return 1;
    }
    return bound == 0 ? Integer.MAX_VALUE : bound;
  }

  private static SortedMap<Integer, String> staying(
      List<Candidate> matching, Map<Integer, String> current, int replicas, int perHost) {
    SortedMap<Integer, String> staying = new TreeMap<>();
    current.forEach(
        (replica, host) -> {
          boolean matches = matching.stream().anyMatch(candidate -> candidate.name().equals(host));
          boolean hasRoom =
              staying.size() < replicas && counts(staying).getOrDefault(host, 0) < perHost;
          if (matches && hasRoom) {
            staying.put(replica, host);
          }
        });
    return staying;
  }

  private static Comparator<Candidate> emptiest(
      List<String> spread, List<Candidate> matching, Map<String, Integer> counts) {
    Comparator<Candidate> order = Comparator.comparingInt(host -> 0);
    for (String key : spread) {
      Map<String, Integer> byValue = new TreeMap<>();
      matching.forEach(
          host ->
              byValue.merge(host.value(key), counts.getOrDefault(host.name(), 0), Integer::sum));
      order = order.thenComparingInt(host -> byValue.get(host.value(key)));
    }
    return order
        .thenComparingInt(host -> counts.getOrDefault(host.name(), 0))
        .thenComparing(Candidate::name);
  }

  private static Map<String, Integer> counts(SortedMap<Integer, String> placed) {
    Map<String, Integer> counts = new TreeMap<>();
    placed.values().forEach(host -> counts.merge(host, 1, Integer::sum));
    return counts;
  }

  private static int firstFree(SortedMap<Integer, String> placed) {
    int free = 0;
    for (int replica : new TreeSet<>(placed.keySet())) {
      if (replica == free) {
        free++;
      }
    }
    return free;
  }

  private static String noRoom(Spec spec, List<Candidate> matching, int perHost) {
    long ready = matching.stream().filter(Candidate::ready).count();
    if (perHost == Integer.MAX_VALUE) {
      return "no matching host is ready";
    }
    String why =
        spec.ports().stream().anyMatch(Port::isFixed)
            ? "as it publishes a fixed host port"
            : "by max_replicas_per_host";
    return spec.deploy().replicas()
        + " replicas do not fit: each host takes "
        + perHost
        + ", "
        + why
        + ", and of "
        + matching.size()
        + (matching.size() == 1 ? " matching host " : " matching hosts ")
        + ready
        + (ready == 1 ? " is ready" : " are ready");
  }
}
