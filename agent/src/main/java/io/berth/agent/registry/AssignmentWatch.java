package io.berth.agent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.agent.site.Site;
import io.berth.agent.thread.Threads;
import io.berth.api.HostAssignments;
import io.berth.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what is desired of this host, on a thread of its own. Only a whole answer that names this
 * cluster and this host counts; anything else leaves what is known as it is.
 *
 * <p>A server that is asked in the place of another may be a moment behind it. Where it says
 * otherwise, it is only believed after a while in which it could catch up: containers must not be
 * put back to what was desired before, and forward again.
 */
public final class AssignmentWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AssignmentWatch.class);
  private static final Duration WAIT = Duration.ofSeconds(30);

  /** Servers read the journal at least once a second. */
  private static final Duration CATCH_UP = Duration.ofSeconds(2);

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;

  private final RegistryClient client;
  private final Servers servers;
  private final Site site;
  private final Consumer<HostAssignments> changed;
  private final Duration catchUp;
  private final Retry retry;
  private final Outage outage = new Outage(log);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private URI server;
  private String etag = "";

  /** The last that was handed over, and whose it was; null where that is not known. */
  private HostAssignments believed;

  private URI believedOf;

  /** What is not believed yet, and when that ends; null where there is nothing to doubt. */
  private HostAssignments doubted;

  private long doubtEnds;

  /** Begins when started; every change is handed over on the watch's thread, in order. */
  public AssignmentWatch(
      RegistryClient client, Site site, Consumer<HostAssignments> changed, RandomGenerator random) {
    this(client, site, changed, random, CATCH_UP);
  }

  AssignmentWatch(
      RegistryClient client,
      Site site,
      Consumer<HostAssignments> changed,
      RandomGenerator random,
      Duration catchUp) {
    this.catchUp = catchUp;
    this.client = client;
    this.servers = client.servers();
    this.site = site;
    this.changed = changed;
    this.retry = new Retry(servers.size(), random);
    this.thread = Threads.own("assignments", this::follow);
  }

  /** Begins, where this is what was believed before a restart. */
  public void start(Optional<HostAssignments> remembered) {
    believed = remembered.orElse(null);
    thread.start();
  }

  private void follow() {
    try {
      Duration pause = ask();
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = ask();
      }
    } catch (InterruptedException e) {
      log.debug("closed");
    }
  }

  /** Asks once, and says how long to wait before asking again. */
  private Duration ask() throws InterruptedException {
    if (!servers.current().equals(server)) {
      // An ETag is a server's own: what it means elsewhere is not known.
      server = servers.current();
      etag = "";
      doubted = null;
    }
    try {
      HttpResponse<byte[]> answer = client.assignments(server, site.host(), etag, patience());
      switch (answer.statusCode()) {
        case OK -> take(answer);
        case NOT_MODIFIED -> log.debug("nothing new");
        case NOT_FOUND -> {
          log.debug("{} does not know this host yet", server);
          return retry.failed();
        }
        default -> throw new IOException(Problems.said(server, answer));
      }
      believe();
      outage.ended("assignments are followed again");
      retry.succeeded();
      return Duration.ZERO;
    } catch (LeftException e) {
      return Duration.ZERO;
    } catch (IOException e) {
      servers.failed(server, e.getMessage());
      Duration pause = retry.failed();
      if (retry.inVain()) {
        outage.began("no assignments, what is known stays: " + e.getMessage());
      }
      return pause;
    }
  }

  /** While there is doubt: until it ends, in the whole seconds that a server can be asked for. */
  private Duration patience() {
    return doubted == null
        ? WAIT
        : Duration.ofSeconds(
            Math.max(1, Duration.ofNanos(doubtEnds - System.nanoTime()).toSeconds()));
  }

  private void take(HttpResponse<byte[]> answer) throws IOException {
    HostAssignments given = read(answer);
    if (given == null || !site.cluster().equals(given.cluster())) {
      throw new IOException(
          "%s is of cluster %s, this agent of %s: its answer is not acted on"
              .formatted(server, given == null ? "?" : given.cluster(), site.cluster()));
    }
    if (!site.host().equals(given.host())) {
      throw new IOException(
          "%s answered for host %s, not %s".formatted(server, given.host(), site.host()));
    }
    etag = answer.headers().firstValue("ETag").orElse("");
    boolean sure =
        servers.size() == 1
            || believed == null
            || server.equals(believedOf)
            || given.equals(believed);
    if (doubted == null) {
      doubtEnds = System.nanoTime() + (sure ? 0 : catchUp.toNanos());
    }
    doubted = given;
  }

  private HostAssignments read(HttpResponse<byte[]> answer) throws IOException {
    try {
      return Json.mapper().readValue(answer.body(), HostAssignments.class);
    } catch (JsonProcessingException e) {
      throw new IOException(server + " answered no assignments: " + e.getOriginalMessage(), e);
    }
  }

  private void believe() {
    if (doubted != null && System.nanoTime() - doubtEnds >= 0) {
      believed = doubted;
      believedOf = server;
      doubted = null;
      changed.accept(believed);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
