package io.berth.server.rollout;

import io.berth.api.Assignment;
import io.berth.api.HostState;
import io.berth.api.HostStatus;
import io.berth.api.ImageStatus;
import io.berth.api.Rollout;
import io.berth.api.Status;
import io.berth.api.spec.Spec;
import io.berth.server.assignment.Candidate;
import io.berth.server.catalog.ServiceName;
import io.berth.server.host.HostReport;
import io.berth.server.host.Hosts;
import io.berth.server.host.KnownHost;
import io.berth.server.host.Reports;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers the situation of a rollout from this server's memory. */
final class Observer {
  private final Heads heads;
  private final Reports reports;
  private final Hosts hosts;

  Observer(Heads heads, Reports reports, Hosts hosts) {
    this.heads = heads;
    this.reports = reports;
    this.hosts = hosts;
  }

  Situation situation(Rollout rollout, Spec spec, Optional<Measured> measured, Instant now) {
    ServiceName name = new ServiceName(rollout.namespace(), rollout.service());
    List<Assignment> assignments =
        heads.list(Kind.ASSIGNMENT, name.prefix()).stream()
            .map(entry -> entry.document(Assignment.class))
            .toList();
    Optional<Rollout> previous =
        heads
            .get(Kind.ROLLOUT, name.rollout(rollout.from()))
            .filter(entry -> !entry.deleted())
            .map(entry -> entry.document(Rollout.class));
    if (spec.isConfigOnly()) {
      // No host has a part in it, and there may be many of both.
      return new Situation(
          now, spec, previous, List.of(), assignments, List.of(), Map.of(), Map.of(), measured);
    }
    List<Candidate> candidates =
        heads.list(Kind.HOST, "").stream()
            .map(entry -> candidate(entry.document(KnownHost.class)))
            .toList();
    Map<String, ImageStatus> images = new HashMap<>();
    Map<String, Set<String>> pruned = new HashMap<>();
    for (Candidate candidate : candidates) {
      reports
          .get(candidate.name())
          .ifPresent(
              report -> {
                HostStatus status = report.status();
                status.images().stream()
                    .filter(image -> image.rollout().equals(rollout.id()))
                    .forEach(image -> images.put(candidate.name(), image));
                pruned.put(candidate.name(), Set.copyOf(status.pruned()));
              });
    }
    return new Situation(
        now, spec, previous, candidates, assignments, statuses(name), images, pruned, measured);
  }

  /** The reports of the hosts that have to do with a rollout. */
  List<HostReport> reports(Rollout rollout) {
    return hosts.reportsOf(new ServiceName(rollout.namespace(), rollout.service()).key());
  }

  /** What the agents report of a service, by replica. */
  List<Status> statuses(ServiceName name) {
    return hosts.reportsOf(name.key()).stream()
        .flatMap(report -> report.status().statuses().stream())
        .filter(status -> isOf(status, name))
        .sorted(
            java.util.Comparator.comparingInt(Status::replica)
                .thenComparing(
                    Status::createdAt,
                    java.util.Comparator.nullsLast(java.util.Comparator.naturalOrder())))
        .toList();
  }

  /** The newest version of the service's spec, when it is the one that the rollout is for. */
  Optional<Entry> target(Rollout rollout) {
    return heads
        .get(Kind.SERVICE, rollout.namespace() + "/" + rollout.service())
        .filter(entry -> !entry.deleted() && entry.version() == rollout.to());
  }

  /** Whether a newer revision is there, so that the rollout is not to be driven any more. */
  boolean isOver(Rollout rollout) {
    return heads
        .get(Kind.SERVICE, rollout.namespace() + "/" + rollout.service())
        .filter(entry -> entry.version() > rollout.to())
        .isPresent();
  }

  private Candidate candidate(KnownHost host) {
    return new Candidate(host.host(), host.labels(), hosts.state(host.host()) == HostState.READY);
  }

  private static boolean isOf(Status status, ServiceName name) {
    return status.namespace().equals(name.namespace()) && status.service().equals(name.service());
  }
}
