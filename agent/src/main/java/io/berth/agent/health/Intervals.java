package io.berth.agent.health;

import io.berth.api.Health;
import java.time.Duration;

/**
 * When the next probe is due. A container that starts is asked often, so that it is not kept
 * waiting once it is ready, and ever less often up to its interval.
 */
final class Intervals {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final double GROWTH = 1.4;

  private Intervals() {}

  /**
   * From the end of one probe to the start of the next.
   *
   * @param probed how many probes there were since the start
   */
  static Duration next(Health health, int probed, Duration interval) {
    if (health != Health.STARTING) {
      return interval;
    }
    double millis = FIRST.toMillis() * Math.pow(GROWTH, probed - 1);
    return millis < interval.toMillis() ? Duration.ofMillis((long) millis) : interval;
  }
}
