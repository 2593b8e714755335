package io.berth.agent.container.docker;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.Ports;
import io.berth.agent.reconcile.HostPort;
import io.berth.api.Instance.InstancePort;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the engine's tables of ports are read. */
final class PublishedPorts {
  private PublishedPorts() {}

  /** Those that the engine was told to publish on a given host port. */
  static Set<HostPort> fixed(Ports ports) {
    return each(ports)
        .map(port -> new HostPort(port.published(), port.protocol().equals("udp")))
        .filter(port -> port.number() != 0)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Those that are published now, by their container port; one bound twice counts once. */
  static List<InstancePort> bound(Ports ports) {
    return each(ports)
        .filter(port -> port.published() != 0)
        .distinct()
        .sorted(Comparator.comparing(InstancePort::target).thenComparing(InstancePort::published))
        .toList();
  }

  private static Stream<InstancePort> each(Ports ports) {
    if (ports == null || ports.getBindings() == null) {
      return Stream.empty();
    }
    return ports.getBindings().entrySet().stream().flatMap(PublishedPorts::bindings);
  }

  private static Stream<InstancePort> bindings(Map.Entry<ExposedPort, Ports.Binding[]> entry) {
    if (entry.getValue() == null) {
      return Stream.empty();
    }
    ExposedPort inside = entry.getKey();
    String protocol = inside.getProtocol() == InternetProtocol.UDP ? "udp" : "tcp";
    return Arrays.stream(entry.getValue())
        .map(binding -> new InstancePort(inside.getPort(), number(binding), protocol));
  }

  private static int number(Ports.Binding binding) {
    String spec = binding.getHostPortSpec();
    return spec == null || !spec.matches("\\d{1,5}") ? 0 : Integer.parseInt(spec);
  }
}
