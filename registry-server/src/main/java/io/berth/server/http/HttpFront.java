package io.berth.server.http;

import io.berth.server.watch.Nudges;
import io.berth.server.watch.States;
import io.berth.server.watch.Watches;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP side of a server, from its start to its close. */
public final class HttpFront implements AutoCloseable {
  private static final int MOST_WATCHES = 10_000;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Readiness readiness;
  private final Watches watches;
  private final EventRoutes events;
  private final LogRoutes logs;
  private final Handler<HttpServerRequest> handler;
  private final AtomicInteger port = new AtomicInteger();
  private volatile String verticle;

  /** Wires it; nothing listens yet. */
  public HttpFront(
      Vertx vertx,
      Contract contract,
      Domain domain,
      Nudges nudges,
      Readiness readiness,
      Meters meters) {
    this(vertx, contract, domain, nudges, readiness, meters, DEADLINE);
  }

  /**
   * Wires it.
   *
   * @param deadline how long the journal may take
   */
  HttpFront(
      Vertx vertx,
      Contract contract,
      Domain domain,
      Nudges nudges,
      Readiness readiness,
      Meters meters,
      Duration deadline) {
    this.vertx = vertx;
    this.readiness = readiness;
    this.watches =
        new Watches(
            nudges,
            MOST_WATCHES,
            () -> ThreadLocalRandom.current().nextDouble(),
            domain.heads()::isCurrent);
    States states = new States(nudges);
    Shortcuts.Ways ways = new Shortcuts.Ways(nudges, meters);
    Exchange exchange = new Exchange(vertx, readiness, states, watches, meters, ways, deadline);
    this.events =
        new EventRoutes(vertx, exchange, domain.journal(), domain.heads(), domain.reports());
    this.logs = new LogRoutes(vertx, domain.heads(), domain.hosts(), domain.lookup());
    Api api =
        new Api(
            contract,
            List.of(
                new ServiceRoutes(domain.catalog(), domain.summaries()).operations(),
                new RevisionRoutes(domain.catalog()).operations(),
                new InstanceRoutes(
                        domain.lookup(), domain.registrations(), domain.settings(), readiness)
                    .operations(),
                new RecordRoutes(domain.records()).operations(),
                new RolloutRoutes(domain.rollouts(), domain.steering()).operations(),
                new HostRoutes(domain.hosts(), readiness).operations(),
                events.operations(),
                logs.operations(),
                new ServerRoutes(contract, readiness, meters, domain.servers()).operations()));
    this.handler = new Shortcuts(readiness, states, meters, ways, api.router(vertx, exchange));
    meters.gauge("berth.watches", "Watches pending", watches::pending);
    meters.gauge("berth.event.streams", "Followers of events", events::following);
    meters.gauge("berth.log.streams", "Readers of logs", logs::reading);
  }

  /**
   * Listens.
   *
   * @param wanted the port; 0 for any that is free
   * @param loops how many event loops share the work
   * @return fails when the port is in use
   */
  public Future<?> listen(String host, int wanted, int loops) {
    int shared = wanted == 0 ? -1 : wanted;
    return vertx
        .deployVerticle(
            () -> new HttpVerticle(host, shared, handler, port::set),
            new DeploymentOptions().setInstances(loops))
        .onSuccess(id -> verticle = id);
  }

  /** The port that is listened on. */
  public int port() {
    return port.get();
  }

  /** Lets the followers of events look for what no change in memory tells of. */
  public void sweep() {
    events.wake();
  }

  /**
   * Is no longer ready, answers what waits, and lets what is under way end, for a moment. Blocks.
   */
  @Override
  public void close() {
    readiness.stop();
    watches.close();
    events.close();
    logs.close();
    if (verticle != null) {
      vertx.undeploy(verticle).await();
    }
  }
}
