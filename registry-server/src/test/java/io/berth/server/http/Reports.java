package io.berth.server.http;

import io.berth.api.ContainerRecord;
import io.berth.api.Health;
import io.berth.api.HostStatus;
import io.berth.api.InstanceState;
import io.berth.api.Probe;
import io.berth.api.RecordReason;
import io.berth.api.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an agent would report. */
final class Reports {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  private Reports() {}

  static HostStatus host(String host, Status... statuses) {
    return host("berth", host, statuses);
  }

  static HostStatus host(String cluster, String host, Status... statuses) {
    return new HostStatus(
        0,
        cluster,
        host,
        "127.0.0.1",
        Map.of("zone", "a"),
        "0.1.0",
        "",
        new HostStatus.Engine(true, "27.0", "", 2000, 1L << 30),
        List.of(statuses),
        List.of(),
        List.of(),
        List.of());
  }

  static Status status(String service, String host, Health health, long cpu) {
    return new Status(
        "default",
        service,
        0,
        host,
        service + "-0-r1-abcdef",
        "0123456789ab",
        1,
        "0123456789abcdef",
        true,
        "web@sha256:00",
        InstanceState.RUNNING,
        health,
        health == Health.PASSING,
        new Probe(THEN, "http://172.17.0.2:80/", health == Health.PASSING ? 200 : 500, ""),
        0,
        null,
        "",
        "127.0.0.1",
        List.of(),
        cpu,
        1 << 20,
        THEN,
        THEN);
  }

  static ContainerRecord record(String service, String id) {
    return new ContainerRecord(
        id,
        "default",
        service,
        0,
        "h1",
        1,
        "web@sha256:00",
        "0123456789ab",
        RecordReason.FAILED,
        "it exited",
        1,
        false,
        "",
        THEN,
        THEN,
        THEN,
        2,
        List.of("/web"),
        List.of("80->80/tcp"),
        List.of(),
        List.of(new Probe(THEN, "http://172.17.0.2:80/", 500, "500")),
        List.of("started", "a NUL: \u0000"));
  }
}
