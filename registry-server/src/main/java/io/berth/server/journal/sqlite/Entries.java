package io.berth.server.journal.sqlite;

import io.berth.server.journal.Documents;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The rows of the table {@code journal}. */
final class Entries {
  private static final String SELECT =
      "SELECT seq, kind, key, version, author, message, at, document FROM journal ";
  // A file that a newer server of the same schema wrote may hold kinds that are not known here.
  private static final String KNOWN = kinds(kind -> true);
  private static final String LIVE = kinds(Kind::live);

  /** The plus keeps SQLite from reading by kind and sorting: it is to read on by seq. */
  static final String AFTER =
      SELECT + "WHERE seq > ? AND +kind IN (" + KNOWN + ") ORDER BY seq LIMIT ?";

  private Entries() {}

  static long lastSeq(Session session) throws SQLException {
    return session.number("SELECT coalesce(max(seq), 0) FROM journal");
  }

  /** The newest version of a document, 0 for none. */
  static long newest(Session session, Kind kind, String key) throws SQLException {
    return session.number(
        "SELECT coalesce(max(version), 0) FROM journal WHERE kind = ? AND key = ?",
        kind.name(),
        key);
  }

  static void add(Session session, Entry entry, String json) throws SQLException {
    session.update(
        "INSERT INTO journal (seq, kind, key, version, author, message, at, document)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.seq(),
        entry.kind().name(),
        entry.key(),
        entry.version(),
        entry.author(),
        entry.message(),
        entry.at().toEpochMilli(),
        json);
  }

  static List<Entry> between(Session session, long first, long last) throws SQLException {
    return session.list(
        Entries::read, SELECT + "WHERE seq BETWEEN ? AND ? ORDER BY seq", first, last);
  }

  static List<Entry> after(Session session, long seq, int limit) throws SQLException {
    return session.list(Entries::read, AFTER, seq, limit);
  }

  static List<Entry> heads(Session session) throws SQLException {
    // Reads the index alone to find them. A document's newest version has its greatest seq.
    return session.list(
        Entries::read,
        SELECT
            + "WHERE seq IN (SELECT max(seq) FROM journal WHERE kind IN ("
            + LIVE
            + ") GROUP BY kind, key) ORDER BY seq");
  }

  static Optional<Entry> version(Session session, Kind kind, String key, long version)
      throws SQLException {
    return session.first(
        Entries::read,
        SELECT + "WHERE kind = ? AND key = ? AND version = ?",
        kind.name(),
        key,
        version);
  }

  static List<Entry> versions(Session session, Kind kind, String key, long before, int limit)
      throws SQLException {
    return session.list(
        Entries::read,
        SELECT + "WHERE kind = ? AND key = ? AND version < ? ORDER BY version DESC LIMIT ?",
        kind.name(),
        key,
        before,
        limit);
  }

  static List<Entry> newest(Session session, Kind kind, String prefix, long before, int limit)
      throws SQLException {
    // The inner query sorts numbers only; documents are read of those that are answered.
    return session.list(
        Entries::read,
        SELECT
            + "WHERE seq IN (SELECT seq FROM journal AS one WHERE kind = ? AND key >= ?"
            + " AND key < ? AND seq < ? AND document IS NOT NULL AND version = (SELECT max(version)"
            + " FROM journal WHERE kind = one.kind AND key = one.key) ORDER BY seq DESC LIMIT ?)"
            + " ORDER BY seq DESC",
        kind.name(),
        prefix,
        prefix + Character.MAX_VALUE,
        before,
        limit);
  }

  /** Forgets old versions, and says how many. */
  static int prune(Session session, Kind kind, String key, long version) throws SQLException {
    return session.update(
        "DELETE FROM journal WHERE kind = ? AND key = ? AND version < min(?, (SELECT max(version)"
            + " FROM journal WHERE kind = ? AND key = ?))",
        kind.name(),
        key,
        version,
        kind.name(),
        key);
  }

  private static Entry read(ResultSet row) throws SQLException {
    Kind kind = Kind.valueOf(row.getString(2));
    return new Entry(
        row.getLong(1),
        kind,
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        Instant.ofEpochMilli(row.getLong(7)),
        document(row, kind));
  }

  private static Object document(ResultSet row, Kind kind) throws SQLException {
    try {
      return Documents.read(kind, row.getString(8));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "entry " + row.getLong(1) + " (" + kind + " " + row.getString(3) + ") cannot be read", e);
    }
  }

  private static String kinds(Predicate<Kind> which) {
    return Arrays.stream(Kind.values())
        .filter(which)
        .map(kind -> "'" + kind + "'")
        .collect(Collectors.joining(", "));
  }
}
