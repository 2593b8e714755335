package io.berth.sdk;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How far a view can be trusted: whether it is known at all, and whether a server stands by it.
 * Written on the client's loop, read by any thread.
 */
final class Freshness {
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private volatile boolean stale = true;

  /** A server stands by what is shown; whoever looks may know, whoever waits is told later. */
  void trusted() {
    stale = false;
  }

  /** A server stands by what is shown, and all who are to hear of it first have. */
  void confirmed() {
    trusted();
    ready.complete(true);
  }

  /** What is shown may be out of date, and is the best there is. */
  void doubted() {
    stale = true;
    ready.complete(true);
  }

  /** No server stands by what is shown, if anything is known at all. */
  void unanswered(boolean known) {
    stale = true;
    if (known) {
      ready.complete(true);
    }
  }

  /** Nothing more will come. */
  void closed() {
    stale = true;
    ready.complete(false);
  }

  boolean stale() {
    return stale;
  }

  boolean await(Duration timeout) throws InterruptedException {
    try {
      return ready.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
