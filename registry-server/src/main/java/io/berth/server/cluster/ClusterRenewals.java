package io.berth.server.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.berth.server.instance.Renewals;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The last renewals of instances: this server's view of them, kept alike by a shared map. */
final class ClusterRenewals implements Renewals, AutoCloseable {
  private static final byte[] NOTHING = {};

  private final ConcurrentMap<String, Long> view = new ConcurrentHashMap<>();
  private final Publisher publisher;

  ClusterRenewals(HazelcastInstance hazelcast) {
    publisher =
        new Publisher(
            hazelcast,
            Maps.RENEWALS,
            key -> Optional.ofNullable(view.get(key)).map(at -> new Envelope(at, 0, NOTHING)));
    IMap<String, Envelope> map = hazelcast.getMap(Maps.RENEWALS);
    map.addEntryListener((EntryAddedListener<String, Envelope>) this::heard, true);
    map.addEntryListener((EntryUpdatedListener<String, Envelope>) this::heard, true);
    map.addEntryListener((EntryRemovedListener<String, Envelope>) this::removed, true);
    map.forEach((key, envelope) -> view.merge(key, envelope.version(), Math::max));
  }

  @Override
  public void renew(String key, Instant at) {
    view.merge(key, at.toEpochMilli(), Math::max);
    publisher.owe(key);
  }

  @Override
  public Optional<Instant> last(String key) {
    return Optional.ofNullable(view.get(key)).map(Instant::ofEpochMilli);
  }

  @Override
  public void forget(String key) {
    view.remove(key);
    publisher.owe(key);
  }

  @Override
  public void close() {
    publisher.close();
  }

  private void heard(EntryEvent<String, Envelope> event) {
    view.merge(event.getKey(), event.getValue().version(), Math::max);
  }

  /** A renewal that came in since is not of what was forgotten. */
  private void removed(EntryEvent<String, Envelope> event) {
    long forgotten = event.getOldValue().version();
    view.computeIfPresent(event.getKey(), (key, at) -> at <= forgotten ? null : at);
  }
}
