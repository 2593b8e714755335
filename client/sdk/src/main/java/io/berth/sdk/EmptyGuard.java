package io.berth.sdk;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides when an answer that would empty a service is believed: when a server still says so after
 * a grace time. A registry that has just lost its memory looks like a service that has just lost
 * its instances; calling a few that are gone does less harm than calling none.
 *
 * <p>Used on the client's loop only. The clock is monotonic nanoseconds: a wall clock that is set
 * must not end a grace.
 */
final class EmptyGuard {
  private final Duration grace;
  private final LongSupplier clock;
  private boolean doubting;
  private long since;

  EmptyGuard(Duration grace, LongSupplier clock) {
    this.grace = grace;
    this.clock = clock;
  }

  /** Whether to believe an answer, given whether it would empty the service. */
  boolean believes(boolean wouldEmpty) {
    if (!wouldEmpty) {
      doubting = false;
      return true;
    }
    if (!doubting) {
      doubting = true;
      since = clock.getAsLong();
    }
    if (remaining().isZero()) {
      doubting = false;
      return true;
    }
    return false;
  }

  /** Whether the last answer is not believed yet. */
  boolean doubting() {
    return doubting;
  }

  /** Until an answer that is doubted now is believed; zero when it is over. */
  Duration remaining() {
    Duration left = grace.minusNanos(clock.getAsLong() - since);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
