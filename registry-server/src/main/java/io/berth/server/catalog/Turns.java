package io.berth.server.catalog;

import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets the changes of one service go one after the other on this server, in the order they came, so
 * that they need not fight for the next revision. It decides nothing: between servers, the journal
 * does.
 */
final class Turns {
  private static final int LOCKS = 256;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  Turns() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock(true);
    }
  }

  /** Makes a change of these services when it is its turn. */
  <T> T take(Collection<ServiceName> names, Supplier<T> change) {
    // Always in the same order, so that two changes of several services never wait for each other.
    int[] wanted =
        names.stream()
            .mapToInt(name -> Math.floorMod(name.hashCode(), LOCKS))
            .sorted()
            .distinct()
            .toArray();
    int held = 0;
    try {
      for (; held < wanted.length; held++) {
        locks[wanted[held]].lock();
      }
      return change.get();
    } finally {
      while (held > 0) {
        locks[wanted[--held]].unlock();
      }
    }
  }
}
