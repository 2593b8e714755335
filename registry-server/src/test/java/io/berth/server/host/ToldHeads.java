package io.berth.server.host;

import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Holds what a test tells, and passes it on at once. */
final class ToldHeads implements Heads {
  private final Map<String, Entry> held = new ConcurrentHashMap<>();
  private Consumer<Entry> listener = entry -> {};

  /** Of a version; without a document it is deleted. */
  void tell(Kind kind, String key, long version, Object document) {
    Entry entry = new Entry(version, kind, key, version, "test", "", Instant.EPOCH, document);
    held.put(kind + "/" + key, entry);
    listener.accept(entry);
  }

  @Override
  public Optional<Entry> get(Kind kind, String key) {
    return Optional.ofNullable(held.get(kind + "/" + key));
  }

  @Override
  public List<Entry> list(Kind kind, String keyPrefix) {
    return held.entrySet().stream()
        .filter(each -> each.getKey().startsWith(kind + "/" + keyPrefix))
        .map(Map.Entry::getValue)
        .filter(entry -> !entry.deleted())
        .toList();
  }

  @Override
  public void onChange(Consumer<Entry> told) {
    listener = told;
  }

  @Override
  public long seq() {
    return 0;
  }

  @Override
  public boolean isCurrent(long nanos) {
    return true;
  }
}
