package io.berth.server.journal.sqlite;

import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.sql.Session;
import io.berth.server.journal.sql.SqlJournal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The journal in one file, {@code journal.db}, of a data directory that this server owns. */
public final class SqliteJournal extends SqlJournal {
  private static final int READERS = 4;

  private final DataDir dir;

  private SqliteJournal(DataDir dir, OpenSessions writer, OpenSessions readers) {
    super(writer, readers);
    this.dir = dir;
  }

  /**
   * Opens the journal of a data directory, and makes both where there are none.
   *
   * @throws JournalRefused when it must not be opened
   */
  public static SqliteJournal open(Path dataDir) {
    DataDir dir = DataDir.hold(dataDir);
    try {
      NativeLibrary.load(dir.path());
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
      return new SqliteJournal(
          dir,
          new OpenSessions(List.of(writer), PATIENCE),
          new OpenSessions(file.readers(READERS), PATIENCE));
    } catch (SQLException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try (dir) {
      // The last connection to close brings the write-ahead log into the file.
      super.close();
    }
  }
}
