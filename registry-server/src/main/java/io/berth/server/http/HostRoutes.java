package io.berth.server.http;

import io.berth.api.HostAssignments;
import io.berth.api.HostStatus;
import io.berth.server.host.Hosts;
import io.berth.server.watch.State;
import io.berth.server.watch.Topic;
import java.util.Map;

/** Hosts, and what their agents read and report. */
final class HostRoutes {
  private final Hosts hosts;
  private final Readiness readiness;

  HostRoutes(Hosts hosts, Readiness readiness) {
    this.hosts = hosts;
    this.readiness = readiness;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listHosts",
        request -> Reply.now(hosts.list()),
        "getHost",
        request -> Reply.now(hosts.get(request.host())),
        "getAssignments",
        this::assignments,
        "putHostStatus",
        this::report);
  }

  /** GET /v1/hosts/{host}/assignments */
  private Reply assignments(Request request) {
    String host = request.host();
    return new Reply.Watched(
        Topic.host(host),
        "assignments",
        () -> {
          HostAssignments now = hosts.assignments(host);
          return State.hashed(ETags.hash(now), () -> Answer.bytes(now));
        });
  }

  /** PUT /v1/hosts/{host}/status */
  private Reply report(Request request) {
    String host = request.host();
    readiness.check();
    return Reply.blocking(
        () -> {
          hosts.report(host, request.report(HostStatus.class));
          return Answer.empty(204);
        });
  }
}
