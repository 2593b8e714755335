package io.berth.server.cluster;

import io.berth.server.catalog.ServiceName;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The heads in this server's memory, parsed once, whoever brought them. */
final class HeadsView implements Heads {
  private final Map<Kind, Newest<Entry>> kinds = new EnumMap<>(Kind.class);
  private final Progress progress = new Progress();
  private volatile long currentAt = System.nanoTime() - 1;

  HeadsView() {
    for (Kind kind : Kind.values()) {
      if (kind.live()) {
        kinds.put(kind, new Newest<>(Entry::version));
      }
    }
  }

  @Override
  public Optional<Entry> get(Kind kind, String key) {
    return Optional.ofNullable(of(kind).get(key));
  }

  @Override
  public List<Entry> list(Kind kind, String keyPrefix) {
    List<Entry> found = of(kind).startingWith(keyPrefix);
    found.removeIf(Entry::deleted);
    return Collections.unmodifiableList(found);
  }

  @Override
  public void onChange(Consumer<Entry> listener) {
    kinds.values().forEach(newest -> newest.onChange((before, after) -> listener.accept(after)));
  }

  @Override
  public long seq() {
    return progress.reached();
  }

  @Override
  public boolean isCurrent(long nanos) {
    return currentAt - nanos > 0;
  }

  /** All that was committed before then was taken in. */
  void currentAt(long nanos) {
    currentAt = nanos;
  }

  Progress progress() {
    return progress;
  }

  /** Whether this version of a document would be news. */
  boolean lacks(Kind kind, String key, long version) {
    return isHeld(kind, key) && of(kind).lacks(key, version);
  }

  /** Takes in a version, and says whether it was news. */
  boolean offer(Entry entry) {
    Kind kind = entry.kind();
    boolean news = isHeld(kind, entry.key()) && of(kind).offer(entry.key(), entry);
    if (news && kind == Kind.SERVICE) {
      letGo(entry);
    }
    return news;
  }

  private boolean isHeld(Kind kind, String key) {
    if (kind != Kind.ROLLOUT) {
      return kind.live();
    }
    Entry service = of(Kind.SERVICE).get(ServiceName.ofRollout(key).key());
    return service == null || !RecentRollouts.isPast(key, service.version());
  }

  private void letGo(Entry service) {
    Newest<Entry> rollouts = of(Kind.ROLLOUT);
    String prefix = ServiceName.ofKey(service.key()).rolloutPrefix();
    rollouts.startingWith(prefix).stream()
        .map(Entry::key)
        .filter(key -> RecentRollouts.isPast(key, service.version()))
        .forEach(rollouts::remove);
  }

  /** The newest versions of all documents, deleted ones too. */
  List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    kinds.values().forEach(newest -> all.addAll(newest.all()));
    return all;
  }

  private Newest<Entry> of(Kind kind) {
    Newest<Entry> newest = kinds.get(kind);
    if (newest == null) {
      throw new IllegalArgumentException(kind + " is read from the journal only");
    }
    return newest;
  }
}
