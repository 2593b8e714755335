package io.berth.agent.registry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures in a row. The first servers of the list are each tried at once;
 * then it doubles, with jitter, so that hosts do not come back in step.
 */
final class Retry {
  private static final long FIRST = 200;
  private static final long MOST = 2000;

  private final int servers;
  private final RandomGenerator random;
  private int failures;

  Retry(int servers, RandomGenerator random) {
    this.servers = servers;
    this.random = random;
  }

  void succeeded() {
    failures = 0;
  }

  /** Whether every server has failed since the last success. */
  boolean inVain() {
    return failures >= servers;
  }

  Duration failed() {
    failures++;
    if (failures < servers) {
      return Duration.ZERO;
    }
    long most = Math.min(MOST, FIRST << Math.min(10, failures - servers));
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }
}
