package io.berth.agent.supervise;

import java.time.Duration;
import java.time.Instant;

/**
 * How long something that failed is left alone: 1, 2, 4 … at most 30 seconds. Immutable.
 *
 * @param failures in a row
 * @param until when it may be tried again; null for at once
 */
record Backoff(int failures, Instant until) {
  /** Nothing failed. */
  static final Backoff NONE = new Backoff(0, null);

  private static final Duration MOST = Duration.ofSeconds(30);
  private static final int DOUBLINGS = 5;

  /** After one more failure. */
  Backoff failed(Instant now) {
    Duration pause = Duration.ofSeconds(1L << Math.min(DOUBLINGS, failures));
    return new Backoff(failures + 1, now.plus(pause.compareTo(MOST) < 0 ? pause : MOST));
  }

  boolean over(Instant now) {
    return until == null || !now.isBefore(until);
  }
}
