package io.berth.sdk;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does its work in order: what is only touched on it needs no lock. Once closed it
 * drops further work without a word.
 */
final class Loop implements Executor, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final ScheduledThreadPoolExecutor executor;

  Loop(String name) {
    executor =
        new ScheduledThreadPoolExecutor(1, daemons(name), new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
  }

  static ThreadFactory daemons(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void execute(Runnable work) {
    executor.execute(() -> run(work));
  }

  /** Does it after a delay; answers what cancels it. */
  Runnable after(Duration delay, Runnable work) {
    Future<?> due = executor.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> due.cancel(false);
  }

  private static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("A fault of the Berth client", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** Ends when the work at hand is done, or after the timeout. */
  void drain(Duration timeout) {
    executor.shutdown();
    try {
      executor.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
  }
}
