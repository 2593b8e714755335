package io.berth.server;

import io.berth.server.http.HttpFront;
import io.berth.server.instance.Registrations;
import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.watch.Changes;
import io.berth.server.watch.Nudges;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once the server is ready, starts what acts by itself; from then on looks once a second at what no
 * event tells of, or whose event may be lost.
 */
final class Sweep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final long READY_MILLIS = 20;
  private static final int ALL_EVERY = 30;

  private final Registrations registrations;
  private final Changes changes;
  private final Nudges nudges;
  private final HttpFront front;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          action -> {
            Thread thread = new Thread(action, "sweep");
            thread.setDaemon(true);
            return thread;
          });
  private long sweeps;

  Sweep(Registrations registrations, Changes changes, Nudges nudges, HttpFront front) {
    this.registrations = registrations;
    this.changes = changes;
    this.nudges = nudges;
    this.front = front;
  }

  /**
   * Begins.
   *
   * @param ready whether all is loaded: who acts on less would take what is not there for gone
   * @param first what is done then
   */
  void start(BooleanSupplier ready, Runnable first) {
    if (ready.getAsBoolean()) {
      first.run();
      later(() -> timer.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS));
    } else {
      later(() -> timer.schedule(() -> start(ready, first), READY_MILLIS, TimeUnit.MILLISECONDS));
    }
  }

  private void later(Supplier<Future<?>> schedule) {
    try {
      var unused = schedule.get();
    } catch (RejectedExecutionException e) {
      LOG.debug("closed before it was ready", e);
    }
  }

  private void sweep() {
    try {
      changes.sweep();
      front.sweep();
      if (++sweeps % ALL_EVERY == 0) {
        nudges.nudgeAll();
      }
      registrations.expire();
    } catch (JournalUnavailable | JournalRefused e) {
      LOG.warn("ended leases stay until the journal is back: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a sweep failed; the next is in a second", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
