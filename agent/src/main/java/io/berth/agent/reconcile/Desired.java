package io.berth.agent.reconcile;

import io.berth.api.Assignment;
import io.berth.api.spec.Order;
import io.berth.api.spec.Volume;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One replica that should run here.
 *
 * @param assignment what should run
 * @param origin what its container is made from
 * @param returnTo the origin that held last: what is gone back to when this one does not hold.
 *     Empty where that is not known; then every container of the replica is kept until one holds
 */
public record Desired(Assignment assignment, Origin origin, Optional<Origin> returnTo) {

  /** Which replica of what. */
  public String key() {
    return assignment.key();
  }

  /** Whether it is a replica of this service. */
  public boolean isOf(String namespace, String service) {
    return assignment.namespace().equals(namespace) && assignment.service().equals(service);
  }

  /** {@code namespace/service}. */
  String service() {
    return assignment.namespace() + "/" + assignment.service();
  }

  boolean stopFirst() {
    return assignment.spec().deploy().update().order() == Order.STOP_FIRST;
  }

  Set<HostPort> proxied() {
    return HostPort.proxied(assignment.spec().ports());
  }

  /** The sources of a spec's volumes that only one container may have at a time. */
  public static Set<String> exclusiveVolumes(Assignment assignment) {
    return assignment.spec().volumes().stream()
        .filter(Volume::exclusive)
        .map(Volume::source)
        .collect(Collectors.toUnmodifiableSet());
  }
}
