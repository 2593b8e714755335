package io.berth.server.watch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Tells listeners that a topic may have changed, and counts for every topic how often that was
 * said. Safe to call from any thread; a listener is called on the nudging thread and must be quick.
 */
public final class Nudges {
  /** Topics share counters: one that is counted too often costs a comparison, nothing else. */
  private static final int COUNTERS = 1 << 14;

  private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);
  private final AtomicLong all = new AtomicLong();
  private final ConcurrentMap<Topic, Set<Runnable>> listeners = new ConcurrentHashMap<>();

  /** Says that a topic may have changed. Call it when the change can already be read. */
  public void nudge(Topic topic) {
    touch(topic);
    listeners.getOrDefault(topic, Set.of()).forEach(Runnable::run);
  }

  /** Says that any topic may have changed. */
  public void nudgeAll() {
    all.incrementAndGet();
    listeners.values().forEach(each -> each.forEach(Runnable::run));
  }

  /** Says that an answer about the topic would read differently, in nothing that is watched. */
  public void touch(Topic topic) {
    counters.incrementAndGet(index(topic));
  }

  /** Grows at every change of the topic, before its listeners hear of it. */
  public LongSupplier counter(Topic topic) {
    int index = index(topic);
    return () -> counters.get(index) + all.get();
  }

  void add(Topic topic, Runnable listener) {
    listeners.compute(
        topic,
        (key, before) -> {
          Set<Runnable> set = before == null ? ConcurrentHashMap.newKeySet() : before;
          set.add(listener);
          return set;
        });
  }

  void remove(Topic topic, Runnable listener) {
    listeners.computeIfPresent(
        topic,
        (key, set) -> {
          set.remove(listener);
          return set.isEmpty() ? null : set;
        });
  }

  /** How many topics are listened to. */
  int listening() {
    return listeners.size();
  }

  private static int index(Topic topic) {
    int hash = topic.hashCode();
    return (hash ^ hash >>> 16) & COUNTERS - 1;
  }
}
