package io.berth.server.journal.sqlite;

import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.sql.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Judges a journal file before it is opened for writing, and changes nothing: not the file, nor the
 * write-ahead log that a killed server left beside it.
 */
final class Soundness {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  // A large file is read through as far as this goes; a start shall not take longer.
  private static final long BOUND_NANOS = 1_000_000_000;
  private static final int STEPS = 10_000;

  private final Path file;

  Soundness(Path file) {
    this.file = file;
  }

  /** The write-ahead log of a database file. */
  static Path log(Path file) {
    return beside(file, "-wal");
  }

  void check() throws IOException, SQLException {
    boolean logged = Files.exists(log(file)) && Files.size(log(file)) > 0;
    checkHeader(logged);
    Path index = beside(file, "-shm");
    boolean indexed = Files.exists(index);
    // Without a log nobody may have written to the file, so that not even locks are wanted.
    try (Session session =
        SqliteDialect.open(
            "jdbc:sqlite:file:"
                + file.toAbsolutePath().toUri().getRawPath()
                + (logged ? "?mode=ro" : "?mode=ro&immutable=1"))) {
      checkOwner(session.number("PRAGMA application_id"), session.number("PRAGMA user_version"));
      checkPages(session);
    } catch (SQLiteException e) {
      throw damaged(e.getMessage());
    } finally {
      if (!indexed) {
        Files.deleteIfExists(index);
      }
    }
  }

  private void checkHeader(boolean logged) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    long size;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      size = channel.size();
      channel.read(header, 0);
    }
    if (size == 0) {
      throw damaged("it is empty");
    }
    if (size < HEADER || !Arrays.equals(header.array(), 0, 16, MAGIC, 0, 16)) {
      throw damaged("it is not an SQLite file");
    }
    checkOwner(header.getInt(68), header.getInt(60));
    // A server killed while it brought the log into the file may have left it shorter for now.
    long pageSize = header.getShort(16) == 1 ? 65_536 : header.getShort(16) & 0xffff;
    if (!logged && size < pageSize * header.getInt(28)) {
      throw damaged("it is truncated");
    }
  }

  private void checkOwner(long application, long version) {
    if (application != Schema.APPLICATION) {
      throw new JournalRefused("the journal " + file + " is an SQLite file of another program");
    }
    if (version > Schema.VERSION) {
      throw new JournalRefused(
          "the journal "
              + file
              + " is of schema version "
              + version
              + ", this server knows only "
              + Schema.VERSION
              + ": start the newer server that wrote it");
    }
  }

  private void checkPages(Session session) throws SQLException {
    long end = System.nanoTime() + BOUND_NANOS;
    ProgressHandler.setHandler(
        session.connection(),
        STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() < end ? 0 : 1;
          }
        });
    try {
      List<String> faults = session.list(row -> row.text(1), "PRAGMA quick_check(1)");
      if (!faults.equals(List.of("ok"))) {
        throw damaged(String.join("; ", faults).replace('\n', ' '));
      }
    } catch (SQLiteException e) {
      if (e.getResultCode() != SQLiteErrorCode.SQLITE_INTERRUPT) {
        throw e;
      }
    }
  }

  private JournalRefused damaged(String how) {
    return new JournalRefused(
        "the journal " + file + " is damaged: " + how + "; put a backup of it back");
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
