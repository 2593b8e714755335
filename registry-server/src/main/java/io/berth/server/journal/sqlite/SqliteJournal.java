package io.berth.server.journal.sqlite;

import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Lease;
import io.berth.server.journal.Write;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal in one file, {@code journal.db}, of a data directory that this server owns. */
public final class SqliteJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int READERS = 4;

  private final DataDir dir;
  private final WriteQueue writes;
  private final ReadSessions reads;

  private SqliteJournal(DataDir dir, WriteQueue writes, ReadSessions reads) {
    this.dir = dir;
    this.writes = writes;
    this.reads = reads;
  }

  /**
   * Opens the journal of a data directory, and makes both where there are none.
   *
   * @throws JournalRefused when it must not be opened
   */
  public static SqliteJournal open(Path dataDir) {
    DataDir dir = DataDir.hold(dataDir);
    try {
      JournalFile file = new JournalFile(dir.path());
      file.prepare();
      SqliteJournal journal = open(dir, file);
      dir.sign();
      return journal;
    } catch (SQLException e) {
      dir.abandon();
      throw new JournalRefused(
          "the journal in " + dir.path() + " cannot be opened: " + e.getMessage());
    } catch (RuntimeException e) {
      dir.abandon();
      throw e;
    }
  }

  private static SqliteJournal open(DataDir dir, JournalFile file) throws SQLException {
    Session writer = file.writer();
    try {
      ReadSessions reads = file.readers(READERS, PATIENCE);
      return new SqliteJournal(dir, new WriteQueue(writer, PATIENCE), reads);
    } catch (SQLException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  @Override
  public List<Entry> commit(Write write) {
    return writes.make(new Commit(write));
  }

  @Override
  public Optional<List<Entry>> committed(Write.Request request) {
    return reads.read(
        session -> {
          Optional<Requests.Range> range = Requests.find(session, request);
          return range.isPresent()
              ? Optional.of(Entries.between(session, range.get().first(), range.get().last()))
              : Optional.empty();
        });
  }

  @Override
  public List<Entry> after(long seq, int limit) {
    return reads.read(session -> Entries.after(session, seq, limit));
  }

  @Override
  public List<Entry> heads() {
    return reads.read(Entries::heads);
  }

  @Override
  public Optional<Entry> version(Kind kind, String key, long version) {
    return reads.read(session -> Entries.version(session, kind, key, version));
  }

  @Override
  public List<Entry> versions(Kind kind, String key, long before, int limit) {
    return reads.read(session -> Entries.versions(session, kind, key, before, limit));
  }

  @Override
  public List<Entry> newest(Kind kind, String keyPrefix, long before, int limit) {
    return reads.read(session -> Entries.newest(session, kind, keyPrefix, before, limit));
  }

  @Override
  public long lastSeq() {
    return reads.read(Entries::lastSeq);
  }

  @Override
  public void prune(Kind kind, String key, long version) {
    writes.make(session -> Entries.prune(session, kind, key, version));
  }

  @Override
  public Lease claim(String name, String holder, Duration ttl) {
    return writes.make(session -> Leases.claim(session, name, holder, ttl));
  }

  @Override
  public List<Lease> leases(String namePrefix) {
    return reads.read(session -> Leases.held(session, namePrefix));
  }

  @Override
  public Instant now() {
    return reads.read(Leases::now);
  }

  @Override
  public void release(String name, String holder) {
    writes.make(session -> Leases.release(session, name, holder));
  }

  @Override
  public void close() {
    try (dir) {
      reads.close();
      // The last connection to close brings the write-ahead log into the file.
      writes.close();
    } catch (SQLException e) {
      LOG.warn("the journal in {} did not close cleanly; nothing is lost", dir.path(), e);
    }
  }
}
