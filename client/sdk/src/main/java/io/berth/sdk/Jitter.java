package io.berth.sdk;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses as pure functions: spread at random, so that many clients do not return as one. */
final class Jitter {
  private Jitter() {}

  /**
   * The pause after so many rounds in vain, from 1: doubling, then between half of that and all.
   */
  static Duration backoff(int rounds, Pace pace, RandomGenerator random) {
    long whole = pace.backoff().toNanos() << Math.min(rounds - 1, 20);
    long capped = Math.min(whole, pace.backoffMax().toNanos());
    return Duration.ofNanos(capped / 2 + (long) (random.nextDouble() * (capped / 2.0)));
  }

  /** From 90 to 100 % of a period. */
  static Duration shortened(Duration period, RandomGenerator random) {
    return Duration.ofNanos((long) (period.toNanos() * (0.9 + 0.1 * random.nextDouble())));
  }
}
