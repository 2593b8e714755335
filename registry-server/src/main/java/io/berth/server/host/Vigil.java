package io.berth.server.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The one rule by which a lease that is renewed by word of mouth ends: this server has heard
 * nothing of its holder for the time of the lease, and during all of it has heard all that the
 * others hear. So nothing ends after a start, a change among the servers or a pause of this one
 * without its whole time to be renewed, and no clock but this server's own counts.
 *
 * <p>What has ended stays so until it is heard of again, and who is asked about for the first time
 * has the whole time from then.
 */
public final class Vigil {
  private final Clock clock;
  private final Hearing hearing;
  private final ConcurrentMap<String, Heard> all = new ConcurrentHashMap<>();

  private record Heard(Instant at, boolean over) {}

  /**
   * Wires it.
   *
   * @param clock goes on evenly, whatever is done to the machine's
   */
  public Vigil(Clock clock, Hearing hearing) {
    this.clock = clock;
    this.hearing = hearing;
  }

  /** The holder was heard of. */
  public void heard(String holder) {
    all.put(holder, new Heard(clock.instant(), false));
  }

  /** Nobody will ask about the holder again. */
  public void forget(String holder) {
    all.remove(holder);
  }

  /** Whether the holder's lease has ended. */
  public boolean isOver(String holder, Duration lease) {
    Instant now = clock.instant();
    Heard last = all.computeIfAbsent(holder, first -> new Heard(now, false));
    if (last.over()) {
      return true;
    }
    Optional<Instant> since = hearing.since();
    if (since.isEmpty()) {
      return false;
    }
    Instant from = last.at().isBefore(since.get()) ? since.get() : last.at();
    // Whoever is heard of in this very moment is not over.
    return now.isAfter(from.plus(lease)) && all.replace(holder, last, new Heard(from, true));
  }
}
