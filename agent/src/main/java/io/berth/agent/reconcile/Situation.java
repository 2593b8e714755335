package io.berth.agent.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that steps depend on.
 *
 * @param trust how far {@code desired} is known
 * @param desired the replicas that should run here
 * @param observed the containers of this cluster on this host
 * @param creating what is being made, or waits to be tried again
 * @param taken ports of the host that were found held by somebody else
 * @param proxied ports that the proxy has, and for which service
 */
public record Situation(
    Trust trust,
    List<Desired> desired,
    List<Observed> observed,
    Set<Creating> creating,
    Set<HostPort> taken,
    Map<HostPort, String> proxied) {

  /** A container that is on its way. */
  public record Creating(String key, Origin origin) {}

  /** The same with these ports found taken. */
  public Situation withTaken(Set<HostPort> ports) {
    return new Situation(trust, desired, observed, creating, ports, proxied);
  }

  List<Observed> of(String key) {
    return observed.stream().filter(container -> container.key().equals(key)).toList();
  }

  Optional<Desired> desired(String key) {
    return desired.stream().filter(replica -> replica.key().equals(key)).findFirst();
  }
}
