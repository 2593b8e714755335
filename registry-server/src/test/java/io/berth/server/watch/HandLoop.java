package io.berth.server.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A loop that runs, and whose time passes, only when told. */
public final class HandLoop implements Loop {
  private final Queue<Runnable> soon = new ArrayDeque<>();
  private final PriorityQueue<Due> later = new PriorityQueue<>(Comparator.comparing(Due::at));
  private Duration now = Duration.ZERO;

  private record Due(Duration at, Runnable action) {}

  @Override
  public synchronized void run(Runnable action) {
    soon.add(action);
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    Due due = new Due(now.plus(delay), action);
    later.add(due);
    return () -> later.remove(due);
  }

  /** Runs all that is to run now. */
  public void turn() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  /** Lets time pass, and runs what becomes due. */
  public void pass(Duration time) {
    Duration end = now.plus(time);
    turn();
    while (!later.isEmpty() && later.peek().at().compareTo(end) <= 0) {
      Due due = later.remove();
      now = due.at();
      due.action().run();
      turn();
    }
    now = end;
  }

  /** How many timers run. */
  public int timers() {
    return later.size();
  }

  private synchronized Runnable next() {
    return soon.poll();
  }
}
