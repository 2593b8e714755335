package io.berth.server.http;

import io.berth.api.ProblemCode;
import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.Refused;
import io.berth.server.host.HostReport;
import io.berth.server.host.Hosts;
import io.berth.server.instance.Lookup;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What containers print, fetched from the agents of their hosts. No address is dialled but one that
 * a host has reported, and there nothing is asked for but logs.
 */
final class LogRoutes implements AutoCloseable {
  private static final int MOST = 200;
  private static final int CONNECT_MILLIS = 2000;
  private static final int WRITTEN_AHEAD = 256 * 1024;

  private final Vertx vertx;
  private final Heads heads;
  private final Hosts hosts;
  private final Lookup lookup;
  private final HttpClient client;
  private final Set<LogStream> streams = ConcurrentHashMap.newKeySet();

  LogRoutes(Vertx vertx, Heads heads, Hosts hosts, Lookup lookup) {
    this.vertx = vertx;
    this.heads = heads;
    this.hosts = hosts;
    this.lookup = lookup;
    this.client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setKeepAlive(false)) // One that was kept may lead to an agent that is no more.
            .with(new PoolOptions().setHttp1MaxSize(MOST)) // A reader has one to a host at a time.
            .build();
  }

  Map<String, Operation> operations() {
    return Map.of("readLogs", this::read);
  }

  /** How many read. */
  int reading() {
    return streams.size();
  }

  /** Ends those that follow; they go on elsewhere. The others may end by themselves. */
  @Override
  public void close() {
    streams.forEach(LogStream::stop);
  }

  /** GET /v1/namespaces/{namespace}/services/{service}/logs */
  private Reply read(Request request) {
    LogQuery query = LogQuery.of(request);
    if (heads.get(Kind.SERVICE, query.service().key()).isEmpty()) {
      throw new NotFound("there never was a service " + query.service());
    }
    query.host().ifPresent(hosts::get);
    Map<String, String> first = agents(query);
    if (streams.size() >= MOST) {
      throw new Refused(ProblemCode.BUSY, MOST + " read logs of this server already");
    }
    return new Reply.Stream(context -> begin(context, query, first));
  }

  /** By the names of the hosts that have a container of the service, where their agents are. */
  private Map<String, String> agents(LogQuery query) {
    return lookup.reports(query.service()).stream()
        .map(HostReport::status)
        .filter(status -> query.host().map(status.host()::equals).orElse(true))
        .collect(Collectors.toMap(status -> status.host(), status -> status.agent()));
  }

  private void begin(RoutingContext context, LogQuery query, Map<String, String> first) {
    HttpServerResponse response = context.response();
    response
        .setChunked(true)
        .setWriteQueueMaxSize(WRITTEN_AHEAD)
        .putHeader("Content-Type", "application/x-ndjson")
        .putHeader("Cache-Control", "no-store");
    LogStream stream =
        new LogStream(
            query,
            () -> agents(query),
            client,
            Clock.systemUTC(),
            new ContextLoop(vertx),
            context.request());
    streams.add(stream);
    context.addEndHandler(
        ended -> {
          streams.remove(stream);
          stream.close();
        });
    response.drainHandler(v -> stream.pump());
    response.writeHead();
    stream.begin(first);
  }
}
