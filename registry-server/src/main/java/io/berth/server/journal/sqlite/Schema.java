package io.berth.server.journal.sqlite;

import io.berth.server.journal.sql.Script;
import io.berth.server.journal.sql.Session;
import java.sql.SQLException;

/** The tables, in numbered steps that are applied in order; SQLite's user_version says how far. */
final class Schema {
  /** The version that this program writes; it refuses a newer one. */
  static final int VERSION = 1;

  /** Marks the file as ours: the letters {@code BRTH}. */
  static final int APPLICATION = 0x42525448;

  private Schema() {}

  static void migrate(Session session) throws SQLException {
    long version = session.number("PRAGMA user_version");
    if (version == 0) {
      session.execute("PRAGMA application_id = " + APPLICATION);
    }
    for (long next = version + 1; next <= VERSION; next++) {
      session.execute("BEGIN IMMEDIATE");
      session.script(Script.of(Schema.class, next));
      session.execute("PRAGMA user_version = " + next);
      session.execute("COMMIT");
    }
  }
}
