package io.berth.server.cluster;

import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Lease;
import io.berth.server.journal.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A real journal that one server cannot reach for a while. */
final class FaultyJournal implements Journal {
  private final Journal journal;
  private volatile boolean away;
  private volatile Runnable atClaim = () -> {};

  FaultyJournal(Journal journal) {
    this.journal = journal;
  }

  void away(boolean now) {
    away = now;
  }

  /** Does so before each claim. */
  void atClaim(Runnable act) {
    atClaim = act;
  }

  @Override
  public List<Entry> commit(Write write) {
    return reached().commit(write);
  }

  @Override
  public Optional<List<Entry>> committed(Write.Request request) {
    return reached().committed(request);
  }

  @Override
  public List<Entry> after(long seq, int limit) {
    return reached().after(seq, limit);
  }

  @Override
  public List<Entry> heads() {
    return reached().heads();
  }

  @Override
  public List<Entry> heads(Kind kind, List<String> keys) {
    return reached().heads(kind, keys);
  }

  @Override
  public Optional<Entry> version(Kind kind, String key, long version) {
    return reached().version(kind, key, version);
  }

  @Override
  public List<Entry> versions(Kind kind, String key, long before, int limit) {
    return reached().versions(kind, key, before, limit);
  }

  @Override
  public List<Entry> newest(Kind kind, String keyPrefix, long before, int limit) {
    return reached().newest(kind, keyPrefix, before, limit);
  }

  @Override
  public long lastSeq() {
    return reached().lastSeq();
  }

  @Override
  public void prune(Kind kind, String key, long version) {
    reached().prune(kind, key, version);
  }

  @Override
  public void forget(Kind kind, List<String> keys) {
    reached().forget(kind, keys);
  }

  @Override
  public Lease claim(String name, String holder, Duration ttl) {
    atClaim.run();
    return reached().claim(name, holder, ttl);
  }

  @Override
  public List<Lease> leases(String namePrefix) {
    return reached().leases(namePrefix);
  }

  @Override
  public Instant now() {
    return reached().now();
  }

  @Override
  public void release(String name, String holder) {
    reached().release(name, holder);
  }

  @Override
  public void close() {
    journal.close();
  }

  private Journal reached() {
    if (away) {
      throw new JournalUnavailable("away", null);
    }
    return journal;
  }
}
