package io.berth.cli.view;

import io.berth.api.Host;
import io.berth.api.HostStatus.Engine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The machines with an agent. */
public final class HostTable {
  private HostTable() {}

  /** One line a host; what is wrong with an engine follows on a line of its own. */
  public static List<String> lines(List<Host> hosts, Instant now, Style style) {
    Table table =
        new Table(
            "HOST", "STATE", "SEEN", "ADDRESS", "RUNNING", "CPUS", "MEMORY", "DOCKER", "AGENT",
            "LABELS");
    for (Host host : hosts) {
      Engine engine = host.engine();
      table.row(
          host.host(),
          style.state(Text.word(host.state())),
          Amounts.age(host.lastSeen(), now),
          Text.orDash(host.address()),
          host.running() + "/" + host.assignments(),
          engine == null || engine.cpus() == 0 ? "-" : Amounts.cores(engine.cpus()),
          engine == null ? "-" : Amounts.bytes(engine.memory()),
          engine == null ? "-" : Text.orDash(engine.version()),
          Text.orDash(host.agentVersion()),
          labels(host.labels()));
    }
    List<String> lines =
        new java.util.ArrayList<>(table.linesOr("no hosts; start berth-agent on one"));
    for (Host host : hosts) {
      if (host.engine() != null && !host.engine().reachable() && !host.engine().error().isEmpty()) {
        lines.add(style.bad(host.host() + ": " + Text.line(host.engine().error())));
      }
    }
    return lines;
  }

  private static String labels(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream().map(Object::toString).collect(Collectors.joining(","));
  }
}
