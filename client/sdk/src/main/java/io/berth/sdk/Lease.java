package io.berth.sdk;

import io.berth.api.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registration that is kept: put at once and again every third of its ttl, whatever becomes of
 * the servers, until it is closed; see {@link BerthClient#register}.
 *
 * <p>Every method may be called by any thread. What changes the registration happens on the
 * client's loop, one request at a time, so a renewal never follows the deletion. Only one that a
 * server held back until then could, and it ends with the ttl.
 */
public final class Lease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final String id;
  private final String path;
  private final byte[] registration;
  private final Duration ttl;
  private final Link link;
  private final LongSupplier clock;
  private final Attempts attempts;
  private final CountDownLatch registered = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** When the last renewal that succeeded was sent: the server's lease began no earlier. */
  private volatile long renewedAt;

  // On the loop only.
  private Runnable cancelNext = () -> {};
  private boolean asking;
  private boolean closing;
  private int farewells;
  private String refusal = "";

  Lease(String id, String path, byte[] registration, Duration ttl, Link link, LongSupplier clock) {
    this.id = id;
    this.path = path;
    this.registration = registration;
    this.ttl = ttl;
    this.link = link;
    this.clock = clock;
    this.attempts = link.attempts();
  }

  /** The instance's id in its service. */
  public String id() {
    return id;
  }

  /** Whether a server has it now: the last renewal is not older than the ttl. */
  public boolean isRegistered() {
    return registered.getCount() == 0
        && !isClosed()
        && clock.getAsLong() - renewedAt < ttl.toNanos();
  }

  /**
   * Waits until a server has it for the first time.
   *
   * @return whether one has
   */
  public boolean awaitRegistered(Duration timeout) throws InterruptedException {
    return registered.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Ends the renewal and deletes the registration; waits for that up to 2 s. Where no server
   * answers it ends with its ttl.
   */
  @Override
  public void close() {
    beginClose();
    awaitClosed();
  }

  boolean isClosed() {
    return ended.getCount() == 0;
  }

  /** The first half of {@link #close}, so that a client can close many at once. */
  void beginClose() {
    link.loop()
        .execute(
            () -> {
              boolean first = !closing;
              closing = true;
              cancelNext.run();
              if (first && !asking) {
                delete();
              }
            });
  }

  void awaitClosed() {
    try {
      if (!ended.await(FAREWELL.toNanos(), TimeUnit.NANOSECONDS)) {
        ended.countDown();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void put() {
    if (closing) {
      return;
    }
    URI endpoint = link.endpoints().current();
    long sentAt = clock.getAsLong();
    asking = true;
    link.transport()
        .send(
            endpoint,
            Ask.put(path, registration, link.pace().answer()),
            (answer, failure) -> {
              asking = false;
              if (failure != null) {
                failed(endpoint, failure.toString());
              } else if (answer.isSuccess() && isOurs(answer)) {
                renewed(sentAt);
              } else if (answer.isRefusal()) {
                refused(answer.reason());
              } else {
                failed(endpoint, answer.reason());
              }
              if (closing) {
                delete();
              }
            });
  }

  /** Any web server may answer 200: only one that answers with the instance has it. */
  private boolean isOurs(Answer answer) {
    try {
      return Json.mapper().readTree(answer.body()).path("id").asText().equals(id);
    } catch (IOException notOurs) {
      return false;
    }
  }

  private static boolean isGone(Answer answer) {
    return answer.status() == HttpURLConnection.HTTP_NOT_FOUND && answer.isRefusal();
  }

  private void renewed(long sentAt) {
    if (attempts.inVain()) {
      log.info("{} is registered again", path);
    }
    attempts.succeeded();
    refusal = "";
    renewedAt = sentAt;
    registered.countDown();
    putAfter(ttl.dividedBy(3));
  }

  private void refused(String reason) {
    if (!reason.equals(refusal)) {
      log.error("The registration {} is refused, it is tried again: {}", path, reason);
      refusal = reason;
    }
    putAfter(ttl.dividedBy(3));
  }

  private void failed(URI endpoint, String reason) {
    link.endpoints().failed(endpoint);
    Duration pause = attempts.failed();
    if (attempts.justInVain()) {
      log.warn("No server takes the registration {}. {}: {}", path, endpoint, reason);
    }
    Duration third = ttl.dividedBy(3);
    putAfter(pause.compareTo(third) < 0 ? pause : third);
  }

  private void putAfter(Duration pause) {
    if (!closing) {
      cancelNext = link.loop().after(Jitter.shortened(pause, link.random()), this::put);
    }
  }

  private void delete() {
    URI endpoint = link.endpoints().current();
    link.transport()
        .send(
            endpoint,
            Ask.delete(path, link.pace().answer()),
            (answer, failure) -> {
              if (failure == null && (answer.isSuccess() || isGone(answer))) {
                ended.countDown();
                return;
              }
              link.endpoints().failed(endpoint);
              farewells++;
              if (farewells < link.endpoints().size()) {
                delete();
              } else {
                log.warn("No server deletes the registration {}, it ends with its ttl", path);
                ended.countDown();
              }
            });
  }
}
