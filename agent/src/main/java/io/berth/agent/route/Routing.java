package io.berth.agent.route;

import io.berth.api.ServiceRoute.Elsewhere;
import io.berth.api.spec.Port;
import io.berth.api.spec.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From what is desired and what runs on a host to its proxy's table: pure. */
public final class Routing {
  private Routing() {}

  /**
   * A service that is to be reached here.
   *
   * @param ports of its spec
   * @param drainTimeout how long what is under way may take at a switch
   * @param hold whether requests wait while no instance can take them
   * @param weights see {@link Route}
   * @param elsewhere instances on other hosts
   */
  public record Wanted(
      String namespace,
      String service,
      List<Port> ports,
      Duration drainTimeout,
      boolean hold,
      Map<Long, Integer> weights,
      List<Elsewhere> elsewhere) {}

  /**
   * A container that takes requests.
   *
   * @param instance its name
   * @param revision that it runs
   * @param address in the engine's network
   * @param ports that it was made with
   * @param drainTimeout how long what is under way may take when its service is wanted no more
   */
  public record Serving(
      String namespace,
      String service,
      String instance,
      long revision,
      String address,
      List<Port> ports,
      Duration drainTimeout) {}

  private record Key(int port, boolean udp) implements Comparable<Key> {
    static Key of(Port port) {
      return new Key(port.published(), port.protocol() == Protocol.UDP);
    }

    static Key of(Route route) {
      return new Key(route.port(), route.protocol() == Protocol.UDP);
    }

    @Override
    public int compareTo(Key other) {
      return Comparator.comparingInt(Key::port).thenComparing(Key::udp).compare(this, other);
    }
  }

  /**
   * The table: a port for each that a wanted service publishes through the proxy, and for each that
   * a container was made for which still serves. Of two services that want one, it is that of whom
   * had it before, or else of whom serves it.
   *
   * @param address that ports are bound to
   * @param finishing see {@link Table}
   * @param before the table until now
   */
  public static Table table(
      String address,
      Collection<Wanted> wanted,
      Collection<Serving> serving,
      List<String> finishing,
      Table before) {
    Map<Key, Route> routes = new TreeMap<>();
    wanted.stream()
        .flatMap(
            service -> proxied(service.ports()).stream().map(port -> of(address, service, port)))
        .sorted(
            Comparator.comparing((Route route) -> !has(before, route))
                .thenComparing(route -> !serves(serving, route)))
        .forEach(route -> routes.putIfAbsent(Key.of(route), route));
    serving.stream()
        .sorted(Comparator.comparing(Serving::instance))
        .forEach(
            container ->
                proxied(container.ports())
                    .forEach(
                        port ->
                            routes.merge(
                                Key.of(port), of(address, container, port), Routing::join)));
    return new Table(List.copyOf(routes.values()), finishing);
  }

  private static Route of(String address, Wanted service, Port port) {
    return new Route(
        service.namespace(),
        service.service(),
        address,
        port.published(),
        port.protocol(),
        port.sticky(),
        service.weights(),
        service.hold(),
        service.drainTimeout(),
        elsewhere(service, port));
  }

  private static boolean has(Table table, Route route) {
    return table.routes().stream()
        .anyMatch(other -> Key.of(other).equals(Key.of(route)) && isSameService(other, route));
  }

  private static boolean serves(Collection<Serving> serving, Route route) {
    return serving.stream()
        .filter(container -> container.namespace().equals(route.namespace()))
        .filter(container -> container.service().equals(route.service()))
        .flatMap(container -> proxied(container.ports()).stream())
        .anyMatch(port -> Key.of(port).equals(Key.of(route)));
  }

  private static boolean isSameService(Route one, Route other) {
    return one.namespace().equals(other.namespace()) && one.service().equals(other.service());
  }

  private static List<Port> proxied(List<Port> ports) {
    return ports.stream().filter(Port::isProxied).toList();
  }

  /** The ports of other hosts that lead to the same port of a container. */
  private static List<Target> elsewhere(Wanted service, Port port) {
    List<Target> targets = new ArrayList<>();
    for (Elsewhere instance : service.elsewhere()) {
      instance.ports().stream()
          .filter(there -> there.published() != 0 && there.target() == port.target())
          .filter(there -> there.protocol().equals("udp") == (port.protocol() == Protocol.UDP))
          .map(
              there ->
                  new Target(
                      instance.instance(),
                      instance.revision(),
                      instance.address(),
                      there.published(),
                      false))
          .forEach(targets::add);
    }
    return targets;
  }

  private static Route of(String address, Serving container, Port port) {
    Target target =
        new Target(
            container.instance(), container.revision(), container.address(), port.target(), true);
    return new Route(
        container.namespace(),
        container.service(),
        address,
        port.published(),
        port.protocol(),
        port.sticky(),
        Map.of(),
        false,
        container.drainTimeout(),
        List.of(target));
  }

  /** The same with the targets of both; one of another service has no part in it. */
  private static Route join(Route route, Route more) {
    if (!isSameService(route, more)) {
      return route;
    }
    List<Target> targets = new ArrayList<>(route.targets());
    targets.addAll(more.targets());
    return new Route(
        route.namespace(),
        route.service(),
        route.address(),
        route.port(),
        route.protocol(),
        route.sticky(),
        route.weights(),
        route.hold(),
        route.drainTimeout(),
        targets);
  }
}
