package io.berth.agent.registry;

import io.berth.agent.thread.Threads;
import io.berth.api.HostStatus;
import io.berth.api.InstanceState;
import io.berth.api.Problem;
import io.berth.api.ProblemCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the host's full status at every change and every two seconds, on a thread of its own: it
 * is the host's heartbeat, and waits for nothing but a server.
 */
public final class Reporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reporter.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int TAKEN = 204;

  /** How long a server is waited for that is to be told of a departure. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What a server knows, other hosts' proxies and lookups follow within. */
  private static final Duration FOLLOWED = Duration.ofMillis(500);

  private final RegistryClient client;
  private final Servers servers;
  private final Supplier<Optional<HostStatus>> status;
  private final Consumer<Boolean> outcome;
  private final Clock clock;
  private final Outage outage = new Outage(log);
  private final Semaphore changes = new Semaphore(1);
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  // What this agent told a server of this host; null for nothing yet. Guarded by this.
  private HostStatus known;

  /** The number of the last report. Used on the reporter's thread only. */
  private long number;

  /**
   * Begins when started.
   *
   * @param status the latest, from any thread; empty while there is nothing to report yet
   * @param outcome told of every report whether it was taken
   * @param clock the wall clock, from which reports are numbered
   */
  public Reporter(
      RegistryClient client,
      Supplier<Optional<HostStatus>> status,
      Consumer<Boolean> outcome,
      Clock clock) {
    this.client = client;
    this.servers = client.servers();
    this.clock = clock;
    this.status = status;
    this.outcome = outcome;
    this.thread = Threads.own("reporter", this::follow);
  }

  /** Begins with a report. */
  public void start() {
    thread.start();
  }

  /** Something changed: reports soon. Changes while a report is under way make one more. */
  public void changed() {
    if (changes.availablePermits() == 0) {
      changes.release();
    }
  }

  private void follow() {
    try {
      while (closed.getCount() > 0) {
        boolean unused = changes.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        changes.drainPermits();
        Optional<HostStatus> latest = status.get();
        if (latest.isPresent()) {
          outcome.accept(report(latest.get()));
        }
      }
    } catch (InterruptedException e) {
      log.debug("closed");
    }
  }

  /** Tries each server once; says so when none of them took it. */
  private boolean report(HostStatus latest) throws InterruptedException {
    IOException failure = null;
    for (int tries = 0; tries < servers.size(); tries++) {
      try {
        send(servers.current(), latest);
        outage.ended("status is reported again");
        knows(latest);
        return true;
      } catch (IOException e) {
        failure = e;
      }
    }
    outage.began("status is not reported: " + failure.getMessage());
    return false;
  }

  private synchronized void knows(HostStatus latest) {
    known = latest;
    notifyAll();
  }

  /**
   * Returns once a server knows that an instance runs no longer or is being stopped, and others had
   * the time to follow; or when no server can be told.
   */
  public void awaitDeparture(String instance) throws InterruptedException {
    if (serversKnow(instance)) {
      boolean unused = closed.await(FOLLOWED.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized boolean serversKnow(String instance) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (known == null || runs(known, instance)) {
      long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (millis <= 0 || closed.getCount() == 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  private static boolean runs(HostStatus status, String instance) {
    return status.statuses().stream()
        .anyMatch(one -> one.instance().equals(instance) && one.state() == InstanceState.RUNNING);
  }

  private void send(URI server, HostStatus latest) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.status(server, numbered(latest));
    if (overtaken(answer)) {
      answer = client.status(server, numbered(latest));
    }
    if (answer.statusCode() != TAKEN) {
      String said = Problems.said(server, answer);
      if (Problems.of(answer, ProblemCode.WRONG_CLUSTER).isPresent()) {
        servers.stranger(server);
      }
      servers.failed(server, said);
      throw new IOException(said);
    }
    servers.trust(server);
  }

  /**
   * Whether a later report is known than the one that was sent; if so, what follows is later still.
   * So it is when the wall clock was set back while the agent was away.
   */
  private boolean overtaken(HttpResponse<byte[]> answer) {
    Optional<Long> last = Problems.of(answer, ProblemCode.STALE_REPORT).map(Problem::number);
    last.ifPresent(known -> number = Math.max(number, known));
    return last.isPresent();
  }

  /** A number of its own for each time that it is sent: it may be taken and not answered. */
  private HostStatus numbered(HostStatus latest) {
    number = Math.max(number + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    return latest.as(number);
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
