package io.berth.server.journal.sql;

import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Lease;
import io.berth.server.journal.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The journal in an SQL database: one thread writes in groups, any thread reads. */
public abstract class SqlJournal implements Journal {
  /** How long a caller waits before the journal is unavailable to it. */
  protected static final Duration PATIENCE = Duration.ofSeconds(10);

  private final WriteQueue writes;
  private final Sessions writer;
  private final Sessions readers;

  /**
   * A journal on these sessions, which are closed with it.
   *
   * @param writer used by one thread at a time
   */
  protected SqlJournal(Sessions writer, Sessions readers) {
    this.writer = writer;
    this.readers = readers;
    this.writes = new WriteQueue(writer, PATIENCE);
  }

  @Override
  public List<Entry> commit(Write write) {
    return writes.make(new Commit(write));
  }

  @Override
  public Optional<List<Entry>> committed(Write.Request request) {
    return readers.with(
        session -> {
          Optional<Requests.Range> range = Requests.find(session, request);
          return range.isPresent()
              ? Optional.of(Entries.between(session, range.get()))
              : Optional.empty();
        });
  }

  @Override
  public List<Entry> after(long seq, int limit) {
    return readers.with(session -> Entries.after(session, seq, limit));
  }

  @Override
  public List<Entry> heads() {
    return readers.with(Entries::heads);
  }

  @Override
  public List<Entry> heads(Kind kind, List<String> keys) {
    return readers.with(session -> Entries.heads(session, kind, keys));
  }

  @Override
  public Optional<Entry> version(Kind kind, String key, long version) {
    return readers.with(session -> Entries.version(session, kind, key, version));
  }

  @Override
  public List<Entry> versions(Kind kind, String key, long before, int limit) {
    return readers.with(session -> Entries.versions(session, kind, key, before, limit));
  }

  @Override
  public List<Entry> newest(Kind kind, String keyPrefix, long before, int limit) {
    return readers.with(session -> Entries.newest(session, kind, keyPrefix, before, limit));
  }

  @Override
  public long lastSeq() {
    return readers.with(Entries::lastSeq);
  }

  @Override
  public void prune(Kind kind, String key, long version) {
    writes.make(ledger -> Entries.prune(ledger.session(), kind, key, version));
  }

  @Override
  public void forget(Kind kind, List<String> keys) {
    writes.make(ledger -> Entries.forget(ledger.session(), kind, keys));
  }

  @Override
  public Lease claim(String name, String holder, Duration ttl) {
    return writes.make(ledger -> Leases.claim(ledger.session(), name, holder, ttl));
  }

  @Override
  public List<Lease> leases(String namePrefix) {
    return readers.with(session -> Leases.held(session, namePrefix));
  }

  @Override
  public Instant now() {
    return readers.with(Leases::now);
  }

  @Override
  public void release(String name, String holder) {
    writes.make(ledger -> Leases.release(ledger.session(), name, holder));
  }

  /**
   * Copies every entry, request and lease into another journal, all or nothing.
   *
   * @return how many entries
   * @throws io.berth.server.journal.JournalRefused when the other one is not empty
   */
  public long copyTo(SqlJournal other) {
    return writer.with(from -> other.writer.with(to -> new Copy(from, to).run()));
  }

  @Override
  public void close() {
    writes.close();
    readers.close();
    writer.close();
  }
}
