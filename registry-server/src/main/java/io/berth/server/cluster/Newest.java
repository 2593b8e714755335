package io.berth.server.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values by key that only ever move to a later version. Reads take no lock.
 *
 * <p>Listeners are called outside any lock, by one thread at a time: each key's versions are told
 * in their order, and a thread that brings a value while another is telling leaves its own to it.
 */
final class Newest<V> {
  private static final Logger LOG = LoggerFactory.getLogger(Newest.class);

  private record Change<V>(V before, V after) {}

  private final ToLongFunction<V> version;
  private final ConcurrentNavigableMap<String, V> values = new ConcurrentSkipListMap<>();
  private final List<BiConsumer<V, V>> listeners = new CopyOnWriteArrayList<>();
  private final Queue<Change<V>> untold = new ConcurrentLinkedQueue<>();
  private final AtomicInteger telling = new AtomicInteger();

  Newest(ToLongFunction<V> version) {
    this.version = version;
  }

  /** The value of a key; null for none. */
  V get(String key) {
    return values.get(key);
  }

  /** All values, in the order of their keys; a view that goes on changing. */
  Collection<V> all() {
    return Collections.unmodifiableCollection(values.values());
  }

  /** The values whose keys start so, in the order of their keys. */
  List<V> startingWith(String prefix) {
    List<V> found = new ArrayList<>();
    for (Map.Entry<String, V> entry : values.tailMap(prefix, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      found.add(entry.getValue());
    }
    return found;
  }

  /** Whether this version would be news. */
  boolean lacks(String key, long candidate) {
    V there = values.get(key);
    return there == null || version.applyAsLong(there) < candidate;
  }

  /** Takes a value in if it is later than what is there, and says whether it was. */
  boolean offer(String key, V value) {
    synchronized (this) {
      if (!lacks(key, version.applyAsLong(value))) {
        return false;
      }
      untold.add(new Change<>(values.put(key, value), value));
    }
    tell();
    return true;
  }

  /** Lets a key go, of which nobody is told. */
  synchronized void remove(String key) {
    values.remove(key);
  }

  /** Tells of every change: the value before (null for none) and after. */
  void onChange(BiConsumer<V, V> listener) {
    listeners.add(listener);
  }

  private void tell() {
    if (telling.getAndIncrement() != 0) {
      return;
    }
    int heard = 1;
    do {
      for (Change<V> change = untold.poll(); change != null; change = untold.poll()) {
        tell(change);
      }
      heard = telling.addAndGet(-heard);
    } while (heard != 0);
  }

  private void tell(Change<V> change) {
    for (BiConsumer<V, V> listener : listeners) {
      try {
        listener.accept(change.before(), change.after());
      } catch (RuntimeException e) {
        LOG.error("a listener failed on {}", change.after(), e);
      }
    }
  }
}
