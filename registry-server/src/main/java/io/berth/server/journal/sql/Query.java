package io.berth.server.journal.sql;

import java.sql.SQLException;

/** What is done with a session. */
public interface Query<T> {
  /** Asks the database. */
  T ask(Session session) throws SQLException;
}
