package io.berth.server.cluster;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Starts with the machine's clock and goes on evenly from there, however that one is set. */
public final class SteadyClock extends Clock {
  private final Instant begun = Instant.now();
  private final long nanos = System.nanoTime();

  @Override
  public Instant instant() {
    return begun.plusNanos(System.nanoTime() - nanos);
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
