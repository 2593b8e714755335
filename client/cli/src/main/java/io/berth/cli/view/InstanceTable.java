package io.berth.cli.view;

import io.berth.api.Instance;
import io.berth.api.Instance.InstancePort;
import io.berth.api.InstanceState;
import io.berth.api.Probe;
import io.berth.api.Status;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The running copies of a service. */
public final class InstanceTable {
  private InstanceTable() {}

  /** One line an instance; without what agents report where no agent reports any of them. */
  public static List<String> lines(
      String service, List<Instance> instances, Instant now, Style style) {
    boolean reported = instances.stream().anyMatch(instance -> instance.status() != null);
    Table table =
        reported
            ? new Table(
                "INSTANCE",
                "HOST",
                "REVISION",
                "STATE",
                "HEALTH",
                "RESTARTS",
                "ADDRESS",
                "CPU",
                "MEMORY",
                "AGE",
                "PROBE")
            : new Table("INSTANCE", "HOST", "REVISION", "HEALTH", "ADDRESS");
    for (Instance instance : instances) {
      String[] cells = reported ? whole(instance, now, style) : brief(instance, style);
      table.row(cells);
    }
    return table.linesOr("no instances of " + service);
  }

  private static String[] brief(Instance instance, Style style) {
    return new String[] {
      instance.id(),
      Text.orDash(instance.host()),
      instance.revision() == 0 ? "-" : Long.toString(instance.revision()),
      style.state(Text.word(instance.health())),
      address(instance.address(), instance.ports())
    };
  }

  private static String[] whole(Instance instance, Instant now, Style style) {
    String[] known = brief(instance, style);
    Status status = instance.status();
    return new String[] {
      known[0],
      known[1],
      known[2],
      status == null ? "-" : state(status, style),
      status != null && stopped(status) ? "-" : known[3],
      status == null ? "-" : Integer.toString(status.restarts()),
      known[4],
      status == null ? "-" : Amounts.cores(status.cpu()),
      status == null ? "-" : Amounts.bytes(status.memory()),
      status == null ? "-" : Amounts.age(status.startedAt(), now),
      status == null ? "-" : observed(status, style)
    };
  }

  /** Whether it was stopped for another one, and is kept only to be returned to, or removed. */
  static boolean stopped(Status status) {
    return !status.current() && status.state() == InstanceState.EXITED && status.error().isEmpty();
  }

  static String state(Status status, Style style) {
    return stopped(status) ? style.faint("stopped") : style.state(Text.word(status.state()));
  }

  /** Where it is reached: {@code 127.0.0.1:80->8080,3306}. */
  static String address(String address, List<InstancePort> ports) {
    if (ports.isEmpty()) {
      return Text.orDash(address);
    }
    return Text.line(address)
        + ":"
        + ports.stream().map(InstanceTable::port).collect(Collectors.joining(","));
  }

  /** What went wrong with it, else its last probe. */
  static String observed(Status status, Style style) {
    if (!status.error().isEmpty()) {
      return style.bad(Text.line(status.error()));
    }
    return status.probe() == null || stopped(status) ? "-" : probe(status.probe(), style);
  }

  /** A probe in a few words: {@code 200 http://172.17.0.2:80/up}. */
  static String probe(Probe probe, Style style) {
    String status = probe.status() == 0 ? "" : probe.status() + " ";
    if (probe.passed()) {
      return status.isEmpty() ? "ok " + Text.line(probe.url()) : status + Text.line(probe.url());
    }
    return style.bad(Text.line(probe.error())) + " " + Text.line(probe.url());
  }

  private static String port(InstancePort port) {
    return port.target() == port.published() || port.target() == 0
        ? Integer.toString(port.published())
        : port.published() + "->" + port.target();
  }
}
