package io.berth.agent.reconcile;

import io.berth.api.spec.Port;
import io.berth.api.spec.Protocol;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A port of the host, which one process at a time can have.
 *
 * @param number 1 to 65535
 * @param udp whether it is one of UDP's, else of TCP's
 */
public record HostPort(int number, boolean udp) {

  /**
   * Those that the containers of a spec have themselves. Where the engine is to choose nothing can
   * be in the way, and those of the proxy are its own.
   */
  public static Set<HostPort> fixed(Collection<Port> ports) {
    return of(ports, Port::isFixed);
  }

  /** Those that the proxy has for a spec. */
  public static Set<HostPort> proxied(Collection<Port> ports) {
    return of(ports, Port::isProxied);
  }

  private static Set<HostPort> of(Collection<Port> ports, Predicate<Port> which) {
    return ports.stream()
        .filter(which)
        .map(port -> new HostPort(port.published(), port.protocol() == Protocol.UDP))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String toString() {
    return udp ? number + "/udp" : Integer.toString(number);
  }
}
