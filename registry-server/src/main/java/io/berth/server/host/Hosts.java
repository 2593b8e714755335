package io.berth.server.host;

import io.berth.api.Assignment;
import io.berth.api.Fault;
import io.berth.api.Host;
import io.berth.api.HostAssignments;
import io.berth.api.HostState;
import io.berth.api.HostStatus;
import io.berth.api.InstanceState;
import io.berth.api.Page;
import io.berth.api.ProblemCode;
import io.berth.api.Rollout;
import io.berth.api.ServiceRoute;
import io.berth.api.ServiceRoute.Elsewhere;
import io.berth.api.Status;
import io.berth.api.spec.Port;
import io.berth.server.catalog.InvalidRequest;
import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.Refused;
import io.berth.server.catalog.ServiceName;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.StaleVersion;
import io.berth.server.journal.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of hosts, and what is desired of them. */
public final class Hosts {
  private final String cluster;
  private final Heads heads;
  private final Scribe scribe;
  private final Reports reports;
  private final HostIndex index;
  private final ReporterIndex reporters;
  private final Vigil vigil;
  private final Duration lease;

  /**
   * Wires it.
   *
   * @param cluster the name that agents must say
   * @param vigil for the leases of hosts
   * @param lease how long a host that does not report still counts
   */
  public Hosts(
      String cluster, Heads heads, Scribe scribe, Reports reports, Vigil vigil, Duration lease) {
    this.cluster = cluster;
    this.heads = heads;
    this.scribe = scribe;
    this.reports = reports;
    this.index = new HostIndex(heads);
    this.reporters = new ReporterIndex(reports);
    this.vigil = vigil;
    this.lease = lease;
    reports.onChange((before, now) -> vigil.heard(now.status().host()));
  }

  /**
   * Takes an agent's full report, which renews the host's lease. Blocks when the host is new or has
   * changed.
   *
   * @throws Refused when the agent is of another cluster
   * @throws StaleReport when a later one is known
   */
  public void report(String host, HostStatus status) {
    if (!ServiceName.isName(host)) {
      throw new InvalidRequest("host", ServiceName.rule());
    }
    List<Fault> faults = new ArrayList<>();
    if (!host.equals(status.host())) {
      faults.add(new Fault("host", "must be \"" + host + "\", as in the path"));
    }
    if (status.engine() == null) {
      faults.add(new Fault("engine", "is needed"));
    }
    if (!faults.isEmpty()) {
      throw new InvalidRequest(faults);
    }
    if (!cluster.equals(status.cluster())) {
      throw new Refused(
          ProblemCode.WRONG_CLUSTER,
          "this is cluster \""
              + cluster
              + "\", the agent of "
              + host
              + " is of cluster \""
              + status.cluster()
              + "\"");
    }
    HostStatus numbered = numbered(status);
    remember(new KnownHost(host, status.address(), status.labels()));
    vigil.heard(host);
    reports.put(numbered);
  }

  private HostStatus numbered(HostStatus status) {
    long known = reports.get(status.host()).map(last -> last.status().number()).orElse(0L);
    if (status.number() == 0) {
      return status.as(known + 1);
    }
    if (status.number() < known) {
      throw new StaleReport(status.host(), status.number(), known);
    }
    return status;
  }

  private void remember(KnownHost host) {
    Optional<Entry> head = heads.get(Kind.HOST, host.host());
    if (head.isPresent() && host.equals(head.get().document())) {
      return;
    }
    long version = head.map(Entry::version).orElse(0L) + 1;
    try {
      scribe.write(
          Write.of(
              "agent of " + host.host(),
              "",
              List.of(new Draft(Kind.HOST, host.host(), version, host))));
    } catch (StaleVersion e) {
      // Another server journaled this host first; the next report compares again.
    }
  }

  /** Whether a host can be counted on. */
  public HostState state(String host) {
    Optional<HostReport> report = reports.get(host);
    if (report.isEmpty() || vigil.isOver(host, lease)) {
      return HostState.LOST;
    }
    return report.get().status().engine().reachable() ? HostState.READY : HostState.ENGINE_DOWN;
  }

  /** Whether a host has not reported since this server started, but still may in time. */
  public boolean isAwaited(String host) {
    return reports.get(host).isEmpty() && !vigil.isOver(host, lease);
  }

  /**
   * The last reports of the hosts that report instances of a service, or once did.
   *
   * @param service {@code namespace/service}
   */
  public List<HostReport> reportsOf(String service) {
    return reporters.hosts(service).stream().flatMap(host -> reports.get(host).stream()).toList();
  }

  /** All hosts that ever reported, by name. */
  public Page<Host> list() {
    return new Page<>(
        heads.list(Kind.HOST, "").stream()
            .map(entry -> host(entry.document(KnownHost.class)))
            .toList(),
        null);
  }

  /** One host. */
  public Host get(String host) {
    return host(known(host));
  }

  private KnownHost known(String host) {
    return heads
        .get(Kind.HOST, host)
        .filter(entry -> !entry.deleted())
        .map(entry -> entry.document(KnownHost.class))
        .orElseThrow(() -> new NotFound("no host " + host + " has reported"));
  }

  private Host host(KnownHost known) {
    Optional<HostReport> report = reports.get(known.host());
    Optional<HostStatus> status = report.map(HostReport::status);
    long running =
        status.stream()
            .flatMap(seen -> seen.statuses().stream())
            .filter(seen -> seen.state() == InstanceState.RUNNING)
            .count();
    return new Host(
        known.host(),
        state(known.host()),
        known.address(),
        known.labels(),
        status.map(HostStatus::agentVersion).orElse(""),
        status.map(HostStatus::agent).orElse(""),
        status.map(HostStatus::engine).orElse(null),
        index.assignments(known.host()).size(),
        (int) running,
        report.map(HostReport::seenAt).orElse(null));
  }

  /** All that is desired of a host. */
  public HostAssignments assignments(String host) {
    known(host);
    HostImages images = HostImages.of(heads, host, index.services(host));
    List<Assignment> assignments = index.assignments(host);
    return new HostAssignments(
        cluster, host, assignments, images.orders(), images.kept(), routes(host, assignments));
  }

  /** What the proxy of a host is to know of the services that it publishes. */
  private List<ServiceRoute> routes(String host, List<Assignment> assignments) {
    return assignments.stream()
        .filter(assignment -> assignment.spec().ports().stream().anyMatch(Port::isProxied))
        .map(assignment -> new ServiceName(assignment.namespace(), assignment.service()))
        .distinct()
        .map(service -> route(host, service))
        .filter(Hosts::saysSomething)
        .toList();
  }

  private static boolean saysSomething(ServiceRoute route) {
    return !route.weights().isEmpty() || !route.elsewhere().isEmpty() || route.compared();
  }

  private ServiceRoute route(String host, ServiceName service) {
    Optional<Rollout> rollout =
        heads
            .get(Kind.SERVICE, service.key())
            .filter(entry -> !entry.deleted())
            .flatMap(entry -> HostImages.newestRollout(heads, entry));
    Map<Long, Integer> weights = rollout.map(now -> now.shift().weights()).orElse(Map.of());
    List<Elsewhere> elsewhere =
        new Neighbours(reporters.hosts(service.key()), host)
            .instances(service.key(), this::dependable, !weights.isEmpty());
    return new ServiceRoute(
        service.namespace(),
        service.service(),
        weights,
        elsewhere,
        rollout.filter(Rollout::isCompared).isPresent());
  }

  /** What is reported of a host that can be counted on. */
  private List<Status> dependable(String host) {
    return state(host) == HostState.READY
        ? reports.get(host).map(report -> report.status().statuses()).orElse(List.of())
        : List.of();
  }

  /**
   * The hosts whose proxies fall back on a service's instances on this host.
   *
   * @param service {@code namespace/service}
   */
  public List<String> relyingOn(String service, String host) {
    return new Neighbours(reporters.hosts(service), host).before();
  }
}
