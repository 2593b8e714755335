package io.berth.agent.registry;

import io.berth.agent.site.Site;
import io.berth.agent.thread.Threads;
import io.berth.api.HostAssignments;
import io.berth.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what is desired of this host, on a thread of its own. Only a whole answer that names this
 * cluster and this host counts; anything else leaves what is known as it is.
 */
public final class AssignmentWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AssignmentWatch.class);
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;

  private final RegistryClient client;
  private final Site site;
  private final Consumer<HostAssignments> changed;
  private final Retry retry;
  private final Outage outage = new Outage(log);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private URI server;
  private String etag = "";

  /** Begins when started; every change is handed over on the watch's thread, in order. */
  public AssignmentWatch(
      RegistryClient client, Site site, Consumer<HostAssignments> changed, RandomGenerator random) {
    this.client = client;
    this.site = site;
    this.changed = changed;
    this.retry = new Retry(client.size(), random);
    this.thread = Threads.own("assignments", this::follow);
  }

  /** Begins. */
  public void start() {
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
    try {
      if (!client.server().equals(server)) {
        // An ETag is a server's own: what it means elsewhere is not known.
        server = client.server();
        etag = "";
      }
      HttpResponse<byte[]> answer = client.assignments(site.host(), etag, WAIT);
      if (answer.statusCode() == OK) {
        take(answer);
      } else if (answer.statusCode() == NOT_FOUND) {
        log.debug("{} does not know this host yet", answer.uri().getAuthority());
        return retry.failed();
      } else if (answer.statusCode() != NOT_MODIFIED) {
        throw new IOException(answer.uri().getAuthority() + " answered " + answer.statusCode());
      }
      outage.ended("assignments are followed again");
      retry.succeeded();
      return Duration.ZERO;
    } catch (IOException e) {
      outage.began("no assignments, what is known stays: " + e.getMessage());
      return retry.failed();
    }
  }

  private void take(HttpResponse<byte[]> answer) throws IOException {
    HostAssignments given = Json.mapper().readValue(answer.body(), HostAssignments.class);
    if (given == null || !site.cluster().equals(given.cluster())) {
      throw new IOException(
          "%s is of cluster %s, this agent of %s: its answer is not acted on"
              .formatted(
                  answer.uri().getAuthority(),
                  given == null ? "?" : given.cluster(),
                  site.cluster()));
    }
    if (!site.host().equals(given.host())) {
      throw new IOException(
          "%s answered for host %s, not %s"
              .formatted(answer.uri().getAuthority(), given.host(), site.host()));
    }
    etag = answer.headers().firstValue("ETag").orElse("");
    changed.accept(given);
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
