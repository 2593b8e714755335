package io.berth.agent.route;

import io.berth.api.spec.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A published port and where its requests go.
 *
 * @param namespace groups services
 * @param service its service
 * @param address what the port is bound to
 * @param port of the host
 * @param protocol what is spoken on it
 * @param sticky whether a client comes back to the instance that answered it last, by a cookie
 * @param weights revision → its share of the requests, in percent; the revisions that are not named
 *     divide the rest by their targets. Whoever has no share gets requests only when no other can
 *     take them
 * @param hold whether requests wait when no target can take them, as one is about to come
 * @param drainTimeout how long what is under way with a target may take once the target is gone
 *     from the table
 * @param targets that may take requests
 */
public record Route(
    String namespace,
    String service,
    String address,
    int port,
    Protocol protocol,
    boolean sticky,
    Map<Long, Integer> weights,
    boolean hold,
    Duration drainTimeout,
    List<Target> targets) {
  /** Never null. */
  public Route {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(drainTimeout, "drain_timeout");
    weights = weights == null ? Map.of() : Map.copyOf(weights);
    targets = targets == null ? List.of() : List.copyOf(targets);
  }
}
