package io.berth.agent.registry;

import io.berth.agent.thread.Threads;
import io.berth.api.HostStatus;
import io.berth.api.Json;
import io.berth.api.Problem;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
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
  private static final int OK = 200;
  private static final int REFUSED = 300;

  private final RegistryClient client;
  private final Supplier<Optional<HostStatus>> status;
  private final Consumer<Boolean> outcome;
  private final Outage outage = new Outage(log);
  private final Semaphore changes = new Semaphore(1);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins when started.
   *
   * @param status the latest, from any thread; empty while there is nothing to report yet
   * @param outcome told of every report whether it was taken
   */
  public Reporter(
      RegistryClient client, Supplier<Optional<HostStatus>> status, Consumer<Boolean> outcome) {
    this.client = client;
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
      while (!closed) {
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

  private boolean report(HostStatus latest) throws InterruptedException {
    boolean taken = send(latest);
    for (int next = 1; !taken && next < client.size(); next++) {
      taken = send(latest);
    }
    return taken;
  }

  private boolean send(HostStatus latest) throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = client.status(latest);
      if (answer.statusCode() < OK || answer.statusCode() >= REFUSED) {
        throw new IOException(
            answer.uri().getAuthority() + " answered " + answer.statusCode() + detail(answer));
      }
      outage.ended("status is reported again");
      return true;
    } catch (IOException e) {
      outage.began("status is not reported: " + e.getMessage());
      return false;
    }
  }

  private static String detail(HttpResponse<byte[]> answer) {
    try {
      return Optional.ofNullable(Json.mapper().readValue(answer.body(), Problem.class))
          .map(problem -> ": " + problem.detail())
          .orElse("");
    } catch (IOException notOurs) {
      return "";
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
