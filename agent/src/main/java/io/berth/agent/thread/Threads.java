package io.berth.agent.thread;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for what blocks, and one for what is due later.
 *
 * <p>There are as many workers as there is blocking work at a time, which is bounded by who asks: a
 * container has at most one step and one probe under way, an image one pull. So a slow one never
 * keeps others waiting. Idle workers end.
 */
public final class Threads implements Executor, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Threads.class);
  private static final Duration IDLE = Duration.ofSeconds(20);
  private static final long STACK = 512 * 1024;

  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor timer;

  /** Threads that do not keep the process alive. */
  public Threads() {
    this.workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named("worker"),
            new ThreadPoolExecutor.DiscardPolicy());
    this.timer = new ScheduledThreadPoolExecutor(1, named("timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs on a worker, soon. */
  @Override
  public void execute(Runnable work) {
    workers.execute(() -> run(work));
  }

  /** Runs on a worker, later. */
  public void later(Duration delay, Runnable work) {
    try {
      ScheduledFuture<?> unused =
          timer.schedule(() -> execute(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      log.debug("not done later: closed");
    }
  }

  /** For what is short and must not wait for a worker. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /** A thread of its own for what never ends. */
  public static Thread own(String name, Runnable work) {
    return named(name).newThread(() -> run(work));
  }

  private static void run(Runnable work) {
    try {
      work.run();
    } catch (RejectedExecutionException closed) {
      log.debug("not done: closed");
    } catch (RuntimeException e) {
      log.error("unexpected", e);
    }
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(null, work, name + "-" + count.incrementAndGet(), STACK);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Begins nothing more; what is under way is left to end by itself. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
  }
}
