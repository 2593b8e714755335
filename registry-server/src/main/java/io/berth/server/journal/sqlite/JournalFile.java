package io.berth.server.journal.sqlite;

import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.sql.Session;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The file {@code journal.db}: made whole or not at all, and opened only when it is sound. */
final class JournalFile {
  private static final String WAL = "journal_mode = WAL";
  private static final String BUSY = "busy_timeout = 5000";

  private final Path dir;
  private final Path file;

  JournalFile(Path dir) {
    this.dir = dir;
    this.file = dir.resolve("journal.db");
  }

  /** Makes the file where there is none; refuses one that must not be opened, and leaves it be. */
  void prepare() throws SQLException {
    try {
      if (Files.exists(file)) {
        new Soundness(file).check();
      } else {
        create();
      }
    } catch (IOException e) {
      throw new JournalRefused("the journal " + file + " cannot be read or made: " + e);
    }
  }

  Session writer() throws SQLException {
    Session session =
        SqliteDialect.open(
            url(file), BUSY, WAL, "synchronous = FULL", "journal_size_limit = 67108864");
    try {
      Schema.migrate(session);
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  List<Session> readers(int count) throws SQLException {
    List<Session> readers = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        readers.add(SqliteDialect.open(url(file), BUSY, "query_only = ON"));
      }
      return readers;
    } catch (SQLException e) {
      for (Session reader : readers) {
        reader.close();
      }
      throw e;
    }
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toAbsolutePath();
  }

  /** Under another name first, so that an empty or half-made journal is always damage. */
  private void create() throws SQLException, IOException {
    if (Files.exists(Soundness.log(file))) {
      throw new JournalRefused(
          "the journal " + file + " is missing, but its write-ahead log is there");
    }
    Path made = dir.resolve("journal.db.new");
    Files.deleteIfExists(made);
    Files.deleteIfExists(Soundness.log(made));
    try {
      try (Session session = SqliteDialect.open(url(made), BUSY, WAL)) {
        Schema.migrate(session);
      }
      force(made);
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
    }
    force(dir);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
