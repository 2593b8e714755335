package io.berth.server.journal.sql;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns of a row, numbered from 1. */
public final class Columns {
  private final ResultSet row;
  private final Dialect dialect;

  Columns(ResultSet row, Dialect dialect) {
    this.row = row;
    this.dialect = dialect;
  }

  /** A text; null where there is none. */
  public String text(int column) throws SQLException {
    String kept = row.getString(column);
    return kept == null ? null : dialect.read(kept);
  }

  /** A number; 0 where there is none. */
  public long number(int column) throws SQLException {
    return row.getLong(column);
  }
}
