package io.berth.server.journal.sqlite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One connection that keeps its statements prepared. For one thread at a time. */
final class Session implements AutoCloseable {
  /** Reads one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Session(Connection connection) {
    this.connection = connection;
  }

  static Session open(String url, String... pragmas) throws SQLException {
    Session session = new Session(DriverManager.getConnection(url));
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

  Connection connection() {
    return connection;
  }

  /** Runs what is run once; not prepared. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs statements that end in semicolons. */
  void script(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Changes rows, and says how many. */
  int update(String sql, Object... values) throws SQLException {
    return run(sql, PreparedStatement::executeUpdate, values);
  }

  <T> List<T> list(Row<T> row, String sql, Object... values) throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
              list.add(row.read(rows));
            }
            return list;
          }
        },
        values);
  }

  <T> Optional<T> first(Row<T> row, String sql, Object... values) throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
          }
        },
        values);
  }

  /** The number that a query answers. */
  long number(String sql, Object... values) throws SQLException {
    return first(row -> row.getLong(1), sql, values).orElseThrow();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private <T> T run(String sql, Run<T> run, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return run.run(statement);
    } catch (SQLException e) {
      // The driver has closed the statement beneath.
      prepared.remove(sql);
      throw e;
    }
  }

  private interface Run<T> {
    T run(PreparedStatement statement) throws SQLException;
  }
}
