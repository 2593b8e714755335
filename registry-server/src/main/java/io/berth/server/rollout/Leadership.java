package io.berth.server.rollout;

import io.berth.server.journal.Journal;
import io.berth.server.journal.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Holds the controller lease for this server as long as it can. The lease runs on the journal's
 * clock; this server's clock only decides when to renew. Used by the controller's thread alone.
 */
final class Leadership {
  /** The lease that writes of the controller are fenced by. */
  static final String LEASE = "controller";

  // Longer than a server that is stopped in the midst of a commit can hold the others up; short
  // enough that another goes on within ten seconds.
  private static final Duration TTL = Duration.ofSeconds(7);
  private static final Duration RENEW = Duration.ofSeconds(2);
  // Whoever does not hold it is woken as often as the one who does, by every change; the journal is
  // not asked each time.
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Journal journal;
  private final String holder;
  private final Clock clock;
  private OptionalLong epoch = OptionalLong.empty();
  private Instant asked = Instant.EPOCH;

  Leadership(Journal journal, String holder, Clock clock) {
    this.journal = journal;
    this.holder = holder;
    this.clock = clock;
  }

  /** The epoch of the lease while this server holds it; takes or renews it when it is time. */
  OptionalLong hold() {
    Instant now = clock.instant();
    Instant due = asked.plus(epoch.isEmpty() ? RETRY : RENEW);
    if (asked.isAfter(now) || !due.isAfter(now)) {
      asked = now;
      Lease lease = journal.claim(LEASE, holder, TTL);
      epoch = lease.holder().equals(holder) ? OptionalLong.of(lease.epoch()) : OptionalLong.empty();
    }
    return epoch;
  }

  /** The journal says that somebody else holds it, or cannot be asked. */
  void lose() {
    epoch = OptionalLong.empty();
  }

  /** Gives it away, so that another server need not wait for its end. */
  void release() {
    if (epoch.isPresent()) {
      lose();
      journal.release(LEASE, holder);
    }
  }
}
