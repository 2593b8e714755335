package io.berth.server;

import io.berth.api.HostState;
import io.berth.server.host.HostReport;
import io.berth.server.http.Domain;
import io.berth.server.http.Meters;
import io.berth.server.journal.Kind;

/** The figures of what this server knows. */
final class Figures {
  private Figures() {}

  static void register(Meters meters, Domain domain) {
    meters.gauge(
        "berth.journal.seq", "Entries of the journal loaded here", () -> domain.heads().seq());
    meters.gauge("berth.heads", "Live documents in memory", () -> heads(domain));
    meters.gauge("berth.services", "Services", () -> count(domain, Kind.SERVICE));
    meters.gauge("berth.instances", "Instances reported or registered", () -> instances(domain));
    meters.gauge("berth.hosts", "Hosts that ever reported", () -> count(domain, Kind.HOST));
    meters.gauge("berth.hosts.ready", "Hosts that can be counted on", () -> ready(domain));
  }

  private static int heads(Domain domain) {
    int count = 0;
    for (Kind kind : Kind.values()) {
      count += kind.live() ? count(domain, kind) : 0;
    }
    return count;
  }

  private static int instances(Domain domain) {
    int count = count(domain, Kind.INSTANCE);
    for (HostReport report : domain.reports().all()) {
      count += report.status().statuses().size();
    }
    return count;
  }

  private static long ready(Domain domain) {
    return domain.hosts().list().items().stream()
        .filter(host -> host.state() == HostState.READY)
        .count();
  }

  private static int count(Domain domain, Kind kind) {
    return domain.heads().list(kind, "").size();
  }
}
