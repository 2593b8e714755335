package io.berth.agent.reconcile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which containers run, and so what ports and exclusive volumes are left for others. */
final class Room {
  private final List<Observed> live;

  Room(Collection<Observed> observed) {
    live = new ArrayList<>(observed.stream().filter(Observed::live).toList());
  }

  /** Counts a container as running from now on. */
  void take(Observed container) {
    live.add(container);
  }

  /** Those that run and must not run beside this one. */
  List<Observed> inTheWayOf(Observed container) {
    return live.stream()
        .filter(other -> !other.name().equals(container.name()) && other.excludes(container))
        .toList();
  }

  boolean holds(Observed container) {
    return live.stream().anyMatch(other -> other.name().equals(container.name()));
  }

  /** Those ports of a container that no container here holds. */
  Set<HostPort> notHeldOf(Observed container) {
    Set<HostPort> ports = new HashSet<>(container.ports());
    live.forEach(other -> ports.removeAll(other.ports()));
    return ports;
  }

  /** Why the other must not run beside the first, in words. */
  static String reason(Observed first, Observed other) {
    String ports =
        first.ports().stream()
            .filter(other.ports()::contains)
            .map(HostPort::toString)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!ports.isEmpty()) {
      return "host port " + ports + " is held by " + other.name();
    }
    String volumes =
        first.volumes().stream()
            .filter(
                source -> first.exclusive().contains(source) || other.exclusive().contains(source))
            .filter(other.volumes()::contains)
            .sorted()
            .collect(Collectors.joining(", "));
    return "volume " + volumes + " is exclusive and " + other.name() + " has it";
  }
}
