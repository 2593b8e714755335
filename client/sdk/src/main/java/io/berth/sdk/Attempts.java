package io.berth.sdk;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Failures in a row, and the pause that follows each: none until every server was asked once, then
 * a back-off. Used on the client's loop only.
 */
final class Attempts {
  private final int servers;
  private final Pace pace;
  private final RandomGenerator random;
  private int failures;

  Attempts(int servers, Pace pace, RandomGenerator random) {
    this.servers = servers;
    this.pace = pace;
    this.random = random;
  }

  /** Counts a failure; answers how long to pause before the next server is asked. */
  Duration failed() {
    failures++;
    return failures % servers == 0
        ? Jitter.backoff(failures / servers, pace, random)
        : Duration.ZERO;
  }

  /** Whether every server has failed since the last success. */
  boolean inVain() {
    return failures >= servers;
  }

  /** Whether the last failure was the one that completed the first round. */
  boolean justInVain() {
    return failures == servers;
  }

  void succeeded() {
    failures = 0;
  }
}
