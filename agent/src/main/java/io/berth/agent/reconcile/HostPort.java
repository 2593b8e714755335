package io.berth.agent.reconcile;

import io.berth.api.spec.Port;
import io.berth.api.spec.Protocol;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A port of the host, which one process at a time can have.
 *
 * @param number 1 to 65535
 * @param udp whether it is one of UDP's, else of TCP's
 */
public record HostPort(int number, boolean udp) {

  /** Those that a spec fixes; where the engine is to choose, nothing can be in the way. */
  public static Set<HostPort> fixed(Collection<Port> ports) {
    return ports.stream()
        .filter(port -> port.published() != 0)
        .map(port -> new HostPort(port.published(), port.protocol() == Protocol.UDP))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String toString() {
    return udp ? number + "/udp" : Integer.toString(number);
  }
}
