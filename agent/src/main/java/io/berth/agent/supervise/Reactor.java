package io.berth.agent.supervise;

import io.berth.agent.thread.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes changes from any other, in order, and runs a pass after them: one pass for
 * however many came at once, and one from time to time for those that were lost. What only this
 * thread touches needs no lock; so a change or a pass must never block.
 */
final class Reactor implements Executor, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reactor.class);

  private final BlockingQueue<Runnable> changes = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /**
   * Begins with a pass.
   *
   * @param pass answers how long it may be left alone
   */
  void start(Supplier<Duration> pass) {
    Threads.own("reactor", () -> run(pass)).start();
  }

  /** Makes a change, and runs a pass after it. */
  @Override
  public void execute(Runnable change) {
    changes.add(change);
  }

  /** How many changes wait. */
  int waiting() {
    return changes.size();
  }

  private void run(Supplier<Duration> pass) {
    List<Runnable> batch = new ArrayList<>();
    while (!closed) {
      batch.forEach(Reactor::guarded);
      batch.clear();
      Duration[] alone = {Duration.ofSeconds(1)};
      guarded(() -> alone[0] = pass.get());
      try {
        Runnable first = changes.poll(Math.max(1, alone[0].toMillis()), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          changes.drainTo(batch);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** A fault in one change must not end all supervision. */
  private static void guarded(Runnable change) {
    try {
      change.run();
    } catch (RuntimeException e) {
      log.error("unexpected", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    execute(() -> {});
  }
}
