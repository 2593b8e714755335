package io.berth.server.journal.sqlite;

import io.berth.server.journal.JournalUnavailable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's errors mean to people. */
final class Failures {
  private Failures() {}

  static JournalUnavailable unavailable(Throwable cause) {
    if (cause instanceof SQLiteException failure
        && failure.getResultCode() == SQLiteErrorCode.SQLITE_FULL) {
      return new JournalUnavailable("the disk of the journal is full", cause);
    }
    return new JournalUnavailable("the journal failed: " + cause.getMessage(), cause);
  }
}
