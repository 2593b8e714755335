package io.berth.sdk;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to go back to the preferred server: when every look at it for a while showed it ready. The
 * while is drawn anew for each absence, so that clients do not return as one to a server that was
 * just started, and doubles when the last return was in vain, so that a server that looks well and
 * is not is seldom tried. Used on the loop only.
 */
final class Homecoming {
  private static final int MOST_DOUBLINGS = 5;

  private final Duration well;
  private final RandomGenerator random;
  private boolean away;
  private boolean ready;
  private boolean returned;
  private int doublings;
  private long since;
  private long needed;

  /** {@code well} is the shortest such while; the longest is twice that, without doublings. */
  Homecoming(Duration well, RandomGenerator random) {
    this.well = well;
    this.random = random;
  }

  /** It is the preferred server that is asked. */
  void home() {
    away = false;
  }

  /**
   * Another is asked, and this is how the preferred one looks now.
   *
   * @param now monotonic, in nanoseconds
   * @return whether to go back
   */
  boolean due(Sight sight, long now) {
    if (!away) {
      leave(now);
    }
    if (sight != Sight.READY) {
      ready = false;
      return false;
    }
    if (!ready) {
      ready = true;
      since = now;
    }
    if (now - since < needed) {
      return false;
    }
    away = false;
    returned = true;
    since = now;
    return true;
  }

  private void leave(long now) {
    boolean vain = returned && now - since < needed;
    doublings = vain ? Math.min(doublings + 1, MOST_DOUBLINGS) : 0;
    needed = (long) ((well.toNanos() << doublings) * (1 + random.nextDouble()));
    away = true;
    ready = false;
  }
}
