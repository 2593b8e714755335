package io.berth.server.journal.sqlite;

import io.berth.server.journal.sql.Dialect;
import io.berth.server.journal.sql.Session;
import java.sql.DriverManager;
import java.sql.SQLException;

/** SQLite's ways, and how its files are opened. */
final class SqliteDialect implements Dialect {
  private SqliteDialect() {}

  static Session open(String url, String... pragmas) throws SQLException {
    Session session = new Session(DriverManager.getConnection(url), new SqliteDialect());
    try {
      for (String pragma : pragmas) {
        session.execute("PRAGMA " + pragma);
      }
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public String begin() {
    return "BEGIN IMMEDIATE";
  }

  @Override
  public boolean takesSeveral() {
    return false;
  }

  @Override
  public String now() {
    return "CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER)";
  }

  @Override
  public String elements() {
    return "json_each(?)";
  }
}
