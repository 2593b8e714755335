package io.berth.server.http;

import io.berth.api.Page;
import io.berth.api.Server;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The server itself: its health, its figures, its contract. */
final class ServerRoutes {
  private final Contract contract;
  private final Readiness readiness;
  private final Meters meters;
  private final Supplier<List<Server>> servers;

  ServerRoutes(
      Contract contract, Readiness readiness, Meters meters, Supplier<List<Server>> servers) {
    this.servers = servers;
    this.contract = contract;
    this.readiness = readiness;
    this.meters = meters;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "getLiveness", request -> Reply.now(new Liveness(true)),
        "getReadiness", this::ready,
        "getMetrics", this::metrics,
        "getContract", this::contract,
        "listServers", request -> Reply.now(new Page<>(servers.get(), null)));
  }

  /** GET /health/ready */
  private Reply ready(Request request) {
    List<String> reasons = readiness.reasons();
    boolean ready = reasons.isEmpty();
    return new Reply.Now(Answer.json(ready ? 200 : 503, new Answered(ready, reasons)));
  }

  /** GET /metrics */
  private Reply metrics(Request request) {
    return Reply.blocking(
        () ->
            Answer.text(
                "text/plain; version=0.0.4; charset=utf-8",
                meters.text().getBytes(StandardCharsets.UTF_8)));
  }

  /** GET /openapi.yaml */
  private Reply contract(Request request) {
    return new Reply.Now(Answer.text("application/yaml", contract.bytes()));
  }

  private record Liveness(boolean live) {}

  private record Answered(boolean ready, List<String> reasons) {}
}
