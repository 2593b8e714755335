package io.berth.agent.container.docker;

import io.berth.agent.container.EngineException;
import io.berth.agent.container.EngineException.Kind;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends calls to an engine that hangs. The transport's own time-outs do not reach unix sockets, but
 * an interrupt closes the channel that the caller waits for.
 */
final class Deadlines {
  private final ScheduledExecutorService timer;

  Deadlines(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Calls on this thread, and gives up when the limit has passed. */
  <T> T within(Duration limit, Supplier<T> call) {
    Alarm alarm = new Alarm(Thread.currentThread());
    ScheduledFuture<?> scheduled =
        timer.schedule(alarm::ring, limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return call.get();
    } catch (RuntimeException e) {
      if (alarm.silence()) {
        throw new EngineException(
            Kind.AWAY, "the engine did not answer within " + limit.toSeconds() + " s");
      }
      throw Faults.of(e);
    } finally {
      alarm.silence();
      scheduled.cancel(false);
    }
  }

  /** An interrupt that never hits a thread which is past the call. */
  private static final class Alarm {
    private final Thread thread;
    private boolean over;
    private boolean rang;

    Alarm(Thread thread) {
      this.thread = thread;
    }

    synchronized void ring() {
      if (!over) {
        rang = true;
        thread.interrupt();
      }
    }

    /** Whether it rang. */
    synchronized boolean silence() {
      if (!over && rang) {
        // Ours alone to clear: nobody else interrupts a thread inside a call.
        Thread.interrupted();
      }
      over = true;
      return rang;
    }
  }
}
