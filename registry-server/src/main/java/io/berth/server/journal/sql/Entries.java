package io.berth.server.journal.sql;

import io.berth.server.journal.Documents;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
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
  // A journal that a newer server of the same schema wrote may hold kinds that are not known here.
  private static final String KNOWN = kinds(kind -> true);
  private static final String HELD = kinds(kind -> kind.held() == Kind.Held.ALL);

  /** The empty text keeps databases from reading by kind and sorting: they are to go on by seq. */
  static final String AFTER =
      SELECT + "WHERE seq > ? AND kind || '' IN (" + KNOWN + ") ORDER BY seq LIMIT ?";

  // No text that is a key begins with it, and it comes after those that do not.
  private static final String END = Character.toString(Character.MAX_CODE_POINT);

  /** An entry with its document as it is stored. */
  record Stored(Entry entry, String json) {}

  private Entries() {}

  static long lastSeq(Session session) throws SQLException {
    return session.number("SELECT coalesce(max(seq), 0) FROM journal");
  }

  /** These entries, as rows to be added. */
  static Rows rows(List<Stored> entries) {
    return new Rows(
        "journal",
        List.of("seq", "kind", "key", "version", "author", "message", "at", "document"),
        entries.stream().map(Entries::values).toList());
  }

  private static Object[] values(Stored stored) {
    Entry entry = stored.entry();
    return new Object[] {
      entry.seq(),
      entry.kind().name(),
      entry.key(),
      entry.version(),
      entry.author(),
      entry.message(),
      entry.at().toEpochMilli(),
      stored.json()
    };
  }

  static List<Entry> between(Session session, Requests.Range range) throws SQLException {
    return session.list(
        Entries::read,
        SELECT + "WHERE seq BETWEEN ? AND ? ORDER BY seq",
        range.first(),
        range.last());
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
            + HELD
            + ") GROUP BY kind, key) ORDER BY seq");
  }

  static List<Entry> heads(Session session, Kind kind, List<String> keys) throws SQLException {
    return session.list(
        Entries::read,
        SELECT
            + "WHERE seq IN (SELECT (SELECT max(seq) FROM journal WHERE kind = ? AND key ="
            + " one.value ->> 0) FROM "
            + session.dialect().elements()
            + " AS one) ORDER BY seq",
        kind.name(),
        each(session, keys));
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
        prefix + END,
        before,
        limit);
  }

  /** Forgets old versions, and says how many. */
  static int prune(Session session, Kind kind, String key, long version) throws SQLException {
    return session.update(
        "DELETE FROM journal WHERE kind = ? AND key = ? AND version < ?"
            + " AND version < (SELECT max(version) FROM journal WHERE kind = ? AND key = ?)",
        kind.name(),
        key,
        version,
        kind.name(),
        key);
  }

  /** Forgets documents, and says how many versions they had. */
  static int forget(Session session, Kind kind, List<String> keys) throws SQLException {
    return session.update(
        "DELETE FROM journal WHERE kind = ? AND key IN (SELECT one.value ->> 0 FROM "
            + session.dialect().elements()
            + " AS one)",
        kind.name(),
        each(session, keys));
  }

  private static Object each(Session session, List<String> keys) {
    return session.json(keys.stream().map(List::of).toList());
  }

  private static Entry read(Columns row) throws SQLException {
    Kind kind = Kind.valueOf(row.text(2));
    return new Entry(
        row.number(1),
        kind,
        row.text(3),
        row.number(4),
        row.text(5),
        row.text(6),
        Instant.ofEpochMilli(row.number(7)),
        document(row, kind));
  }

  private static Object document(Columns row, Kind kind) throws SQLException {
    try {
      return Documents.read(kind, row.text(8));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "entry " + row.number(1) + " (" + kind + " " + row.text(3) + ") cannot be read", e);
    }
  }

  private static String kinds(Predicate<Kind> which) {
    return Arrays.stream(Kind.values())
        .filter(which)
        .map(kind -> "'" + kind + "'")
        .collect(Collectors.joining(", "));
  }
}
