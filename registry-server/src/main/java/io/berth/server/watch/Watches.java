package io.berth.server.watch;

import io.berth.api.ProblemCode;
import io.berth.server.catalog.Refused;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** All pending watches of this server. */
public final class Watches implements AutoCloseable {
  private final Nudges nudges;
  private final int most;
  private final DoubleSupplier random;
  private final LongPredicate upToDate;
  private final Set<Watch> pending = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Wires it.
   *
   * @param most how many may be pending at once
   * @param random from 0 to 1; spreads the ends of waits that began together
   * @param upToDate whether all is known here that was committed before then, by {@link
   *     System#nanoTime}
   */
  public Watches(Nudges nudges, int most, DoubleSupplier random, LongPredicate upToDate) {
    this.nudges = nudges;
    this.most = most;
    this.random = random;
    this.upToDate = upToDate;
  }

  /**
   * Answers when the state differs from what is held, or the time is up. Call it on the loop; the
   * answer may come before it returns.
   *
   * @param read the state now; quick, as it is called on the loop
   * @param wait give or take a tenth
   * @throws Refused with {@code busy} when too many are pending
   */
  public Watch watch(
      Topic topic, Supplier<State> read, Held held, Duration wait, Loop loop, Watch.Answer answer) {
    if (pending.size() >= most) {
      throw new Refused(
          ProblemCode.BUSY, most + " watches are pending here; ask without Prefer: wait, or later");
    }
    Watch watch = new Watch(topic, read, held, answer, loop, nudges, upToDate, pending::remove);
    pending.add(watch);
    watch.begin(jittered(wait));
    if (closed) {
      watch.finish();
    }
    return watch;
  }

  /** How many are pending. */
  public int pending() {
    return pending.size();
  }

  /** Answers all that are pending, and from now on each as soon as it comes. */
  @Override
  public void close() {
    closed = true;
    pending.forEach(Watch::finish);
  }

  private Duration jittered(Duration wait) {
    return Duration.ofNanos((long) (wait.toNanos() * (0.9 + 0.2 * random.getAsDouble())));
  }
}
