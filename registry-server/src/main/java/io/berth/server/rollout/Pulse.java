package io.berth.server.rollout;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One thread that runs an act when woken, and once a second anyway. Wakes while it runs make it run
 * once more.
 */
final class Pulse implements AutoCloseable {
  private final Semaphore wakes = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  Pulse(String name, Runnable act) {
    thread =
        new Thread(
            () -> {
              while (!closed) {
                act.run();
                rest();
              }
            },
            name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void wake() {
    wakes.release();
  }

  private void rest() {
    try {
      boolean woken = wakes.tryAcquire(1, TimeUnit.SECONDS);
      if (woken) {
        wakes.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Ends the thread once its act is done. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
