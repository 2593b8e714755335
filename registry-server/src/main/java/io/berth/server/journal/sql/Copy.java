package io.berth.server.journal.sql;

import io.berth.server.journal.JournalRefused;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Brings every row of a journal into an empty other one, in one transaction. Nobody else writes to
 * either of them meanwhile.
 */
final class Copy {
  /** A table, what its rows are ordered by, and what is copied of them. */
  private record Table(String name, String key, List<String> columns) {
    private static final int PAGE = 500;
    private static final Set<String> NUMBERS =
        Set.of("seq", "number", "version", "at", "first_seq", "last_seq", "epoch", "ends_at");

    /** One page of rows; each begins with its key. */
    List<Object[]> after(Session session, Object last) throws SQLException {
      return session.list(
          this::read,
          "SELECT %s, %s FROM %s WHERE %s > ? ORDER BY %s LIMIT %d"
              .formatted(key, String.join(", ", columns), name, key, key, PAGE),
          last);
    }

    void add(Session session, List<Object[]> rows) throws SQLException {
      session.addAll(List.of(new Rows(name, columns, rows)));
    }

    long count(Session session) throws SQLException {
      return session.number("SELECT count(*) FROM " + name);
    }

    Object beforeAll() {
      return NUMBERS.contains(key) ? (Object) 0 : "";
    }

    private Object[] read(Columns row) throws SQLException {
      Object[] values = new Object[1 + columns.size()];
      values[0] = value(row, 1, key);
      for (int i = 0; i < columns.size(); i++) {
        values[i + 1] = value(row, i + 2, columns.get(i));
      }
      return values;
    }

    private static Object value(Columns row, int number, String column) throws SQLException {
      return NUMBERS.contains(column) ? (Object) row.number(number) : row.text(number);
    }
  }

  private static final List<Table> TABLES =
      List.of(
          new Table(
              "journal",
              "seq",
              List.of("seq", "kind", "key", "version", "author", "message", "at", "document")),
          // Their own numbers only keep their order.
          new Table(
              "request", "number", List.of("id", "fingerprint", "first_seq", "last_seq", "at")),
          new Table("lease", "name", List.of("name", "holder", "epoch", "ends_at")));

  private final Session from;
  private final Session to;

  Copy(Session from, Session to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies all, and says how many entries that were.
   *
   * @throws JournalRefused when the other one is not empty; it stays as it is
   */
  long run() throws SQLException {
    from.begin();
    try {
      to.begin();
      try {
        for (Table table : TABLES) {
          copy(table);
        }
        if (Entries.lastSeq(to) != Entries.lastSeq(from)) {
          throw new IllegalStateException("the copy ends at another seq");
        }
        to.commit();
      } catch (SQLException | RuntimeException e) {
        to.rollBack();
        throw e;
      }
      return TABLES.get(0).count(to);
    } finally {
      from.rollBack();
    }
  }

  private void copy(Table table) throws SQLException {
    if (table.count(to) > 0) {
      throw new JournalRefused("the journal to copy to is not empty: give a new one");
    }
    List<Object[]> rows = table.after(from, table.beforeAll());
    while (!rows.isEmpty()) {
      table.add(to, rows.stream().map(row -> Arrays.copyOfRange(row, 1, row.length)).toList());
      rows = table.after(from, rows.get(rows.size() - 1)[0]);
    }
    if (table.count(to) != table.count(from)) {
      throw new IllegalStateException("the copy of " + table.name() + " has another size");
    }
  }
}
