package io.berth.server.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The journal's time as it is known here, so that what servers whose clocks are apart write down
 * can be compared. Until the journal has answered, it is this machine's.
 */
public final class JournalClock extends Clock {
  private static final Duration CLOSE_ENOUGH = Duration.ofMillis(200);

  private final Clock steady;
  private volatile Duration ahead = Duration.ZERO;

  /** On top of a clock that goes on evenly. */
  public JournalClock(Clock steady) {
    this.steady = steady;
  }

  /** The journal has just said that it is this late. */
  void set(Instant now) {
    Duration seen = Duration.between(steady.instant(), now);
    if (seen.minus(ahead).abs().compareTo(CLOSE_ENOUGH) > 0) {
      ahead = seen;
    }
  }

  @Override
  public Instant instant() {
    return steady.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("instants only");
  }
}
