package io.berth.server.http;

import io.berth.server.RunningServer.Running;
import io.berth.server.catalog.Catalog;
import io.berth.server.catalog.Retention;
import io.berth.server.instance.Records;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Scribe;
import io.berth.server.rollout.Steering;
import io.berth.server.watch.Nudges;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** An HTTP side of its own over what a running server knows, to see it when things are amiss. */
final class Front implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpFront front;

  /** Ready, but with another journal; it is waited for this long. */
  Front(Running server, Journal journal, Scribe scribe, Duration deadline) {
    this(with(server, journal, scribe), List.of(), deadline);
  }

  /** Not ready for these reasons. */
  Front(Running server, List<String> reasons) {
    this(server.server().domain(), reasons, Duration.ofSeconds(10));
  }

  private Front(Domain domain, List<String> reasons, Duration deadline) {
    Readiness readiness = new Readiness(() -> reasons, List::of);
    front =
        new HttpFront(
            vertx, Contract.load(), domain, new Nudges(), readiness, new Meters(), deadline);
    front.listen("127.0.0.1", 0, 1).await();
  }

  private static Domain with(Running server, Journal journal, Scribe scribe) {
    Domain real = server.server().domain();
    Retention retention = new Retention(real.heads(), journal, 100, Runnable::run);
    return new Domain(
        journal,
        real.heads(),
        real.reports(),
        new Catalog(real.heads(), scribe, journal, retention, Clock.systemUTC()),
        real.summaries(),
        real.rollouts(),
        new Steering(scribe, journal, Clock.systemUTC()),
        real.hosts(),
        real.lookup(),
        real.registrations(),
        real.settings(),
        new Records(real.heads(), scribe, journal),
        real.servers());
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + front.port());
  }

  @Override
  public void close() {
    front.close();
    vertx.close().await();
  }
}
