package io.berth.server.journal.postgres;

import io.berth.server.journal.sql.Columns;
import io.berth.server.journal.sql.Script;
import io.berth.server.journal.sql.Session;
import java.sql.SQLException;

/**
 * The tables, in numbered steps that are applied in order; the table {@code berth_schema} says how
 * far. Of its own rather than Flyway's, which took 400 ms of each start.
 */
final class Schema {
  /** The version that this program writes; it refuses a newer one. */
  static final int VERSION = 1;

  /** Marks our locks: the letters {@code BRTH}. */
  static final int APPLICATION = 0x42525448;

  /** The tables of the schema, but for those that came with an extension. */
  private static final String FOUND =
      """
      SELECT current_schema(), current_setting('server_encoding'),
        count(*) FILTER (WHERE relname = 'berth_schema'), count(relname)
      FROM (SELECT relname FROM pg_class
        WHERE relnamespace = to_regnamespace(quote_ident(current_schema()))
        AND relkind IN ('r', 'p') AND NOT EXISTS
        (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')) AS found
      """;

  private record Found(String schema, String encoding, boolean ours, boolean tables) {
    static Found of(Columns row) throws SQLException {
      return new Found(row.text(1), row.text(2), row.number(3) > 0, row.number(4) > 0);
    }
  }

  private final Session session;
  private final Failures failures;

  Schema(Session session, Failures failures) {
    this.session = session;
    this.failures = failures;
  }

  /**
   * Brings the tables to this version. Of several servers that start at once, one does so.
   *
   * @throws io.berth.server.journal.JournalRefused when they are not ours or of a newer version;
   *     then nothing was changed
   */
  void migrate() throws SQLException {
    if (version() == VERSION) {
      return;
    }
    session.begin();
    try {
      long version = version();
      if (version == 0) {
        session.script("CREATE TABLE berth_schema (version INTEGER NOT NULL)");
        session.script("INSERT INTO berth_schema VALUES (0)");
      }
      for (long next = version + 1; next <= VERSION; next++) {
        session.script(Script.of(Schema.class, next));
      }
      session.update("UPDATE berth_schema SET version = ?", VERSION);
      session.commit();
    } catch (SQLException | RuntimeException e) {
      session.rollBack();
      throw e;
    }
  }

  /** How far the tables are, 0 for none. */
  private long version() throws SQLException {
    Found found = session.first(Found::of, FOUND).orElseThrow();
    if (found.schema() == null) {
      throw failures.refused("has no schema to hold it: create the one that the URL names");
    }
    if (!found.encoding().equals("UTF8")) {
      throw failures.refused(
          "is a database in " + found.encoding() + ": create one with ENCODING 'UTF8'");
    }
    if (!found.ours()) {
      if (found.tables()) {
        throw failures.refused(
            "holds the tables of another program in its schema "
                + found.schema()
                + ": create a database of its own");
      }
      return 0;
    }
    long version = session.number("SELECT version FROM berth_schema");
    if (version > VERSION) {
      throw failures.refused(
          "is of schema version "
              + version
              + ", this server knows only "
              + VERSION
              + ": start the newer server that wrote it");
    }
    return version;
  }
}
