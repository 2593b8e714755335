package io.berth.server.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.berth.server.instance.Renewals;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Renewals by a shared map of counters: a greater number is a renewal, so that no clock has to be
 * agreed on.
 */
final class ClusterRenewals implements Renewals, AutoCloseable {
  private static final byte[] NOTHING = {};

  private final ConcurrentMap<String, Long> counts = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final IMap<String, Envelope> map;
  private final Publisher publisher;

  ClusterRenewals(HazelcastInstance hazelcast) {
    map = hazelcast.getMap(Maps.RENEWALS);
    publisher =
        new Publisher(
            hazelcast,
            Maps.RENEWALS,
            key ->
                Optional.ofNullable(counts.get(key)).map(count -> new Envelope(count, 0, NOTHING)));
  }

  /** Takes the renewals that there are, and those to come; blocks until the others know. */
  void listen() {
    map.addEntryListener((EntryAddedListener<String, Envelope>) this::heard, true);
    map.addEntryListener((EntryUpdatedListener<String, Envelope>) this::heard, true);
    map.addEntryListener(
        (EntryRemovedListener<String, Envelope>) event -> counts.remove(event.getKey()), false);
    map.forEach((key, envelope) -> counts.merge(key, envelope.version(), Math::max));
  }

  @Override
  public void renew(String key) {
    counts.merge(key, 1L, Long::sum);
    publisher.owe(key);
    tell(key);
  }

  @Override
  public void forget(String key) {
    counts.remove(key);
    publisher.owe(key);
  }

  @Override
  public void onRenewal(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    publisher.close();
  }

  private void heard(EntryEvent<String, Envelope> event) {
    counts.merge(event.getKey(), event.getValue().version(), Math::max);
    tell(event.getKey());
  }

  private void tell(String key) {
    listeners.forEach(listener -> listener.accept(key));
  }
}
