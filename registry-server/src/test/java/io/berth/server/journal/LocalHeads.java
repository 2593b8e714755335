package io.berth.server.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The heads of one server without a cluster, and the scribe to them: for tests of what reads and
 * writes them.
 */
public final class LocalHeads implements Heads, Scribe {
  private final Journal journal;
  private final NavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();
  private volatile long seq;
  private final List<Consumer<Entry>> listeners = new CopyOnWriteArrayList<>();

  /** Writes to a journal, and holds what was written. */
  public LocalHeads(Journal journal) {
    this.journal = journal;
    seq = journal.lastSeq();
    journal.heads().forEach(this::hold);
    journal.newest(Kind.ROLLOUT, "", Long.MAX_VALUE, Integer.MAX_VALUE).forEach(this::hold);
  }

  @Override
  public Optional<Entry> get(Kind kind, String key) {
    return Optional.ofNullable(entries.get(kind + "/" + key));
  }

  @Override
  public List<Entry> list(Kind kind, String keyPrefix) {
    String from = kind + "/" + keyPrefix;
    return new ArrayList<>(entries.subMap(from, from + Character.MAX_VALUE).values())
        .stream().filter(entry -> !entry.deleted()).toList();
  }

  @Override
  public void onChange(Consumer<Entry> listener) {
    listeners.add(listener);
  }

  @Override
  public long seq() {
    return seq;
  }

  @Override
  public boolean isCurrent(long nanos) {
    return true;
  }

  @Override
  public List<Entry> write(Write write) {
    List<Entry> written = journal.commit(write);
    written.forEach(this::hold);
    seq = written.get(written.size() - 1).seq();
    return written;
  }

  /** Takes in what another server has written. */
  public void hold(Entry entry) {
    if (entry.kind().live()) {
      entries.merge(
          entry.kind() + "/" + entry.key(),
          entry,
          (one, other) -> one.version() > other.version() ? one : other);
      listeners.forEach(listener -> listener.accept(entry));
    }
  }
}
