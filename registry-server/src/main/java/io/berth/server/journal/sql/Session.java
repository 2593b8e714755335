package io.berth.server.journal.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that keeps its statements prepared. Every statement is a transaction of its own
 * unless one was begun. For one thread at a time.
 */
public final class Session implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** Reads one row. */
  public interface Row<T> {
    /** What it says. */
    T read(Columns columns) throws SQLException;
  }

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** A session on a connection, which is closed with it. */
  public Session(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** The connection beneath. */
  public Connection connection() {
    return connection;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Runs statements that end in semicolons; not prepared. */
  public void script(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Runs what is run once; not prepared. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Begins a transaction of a writer, alone. */
  public void begin() throws SQLException {
    run(dialect.begin(), PreparedStatement::execute);
  }

  /**
   * Begins a transaction of a writer, alone, and asks this in it: in one way to the database, where
   * that takes several statements at once.
   */
  <T> List<T> beginAndList(Row<T> row, String sql, Object... values) throws SQLException {
    if (!dialect.takesSeveral()) {
      begin();
      return list(row, sql, values);
    }
    return run(
        dialect.begin() + ";\n" + sql,
        statement -> {
          statement.execute();
          try (ResultSet rows = lastResult(statement)) {
            return all(row, rows);
          }
        },
        values);
  }

  private static ResultSet lastResult(PreparedStatement statement) throws SQLException {
    ResultSet last = statement.getResultSet();
    while (statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)
        || statement.getUpdateCount() >= 0) {
      last = statement.getResultSet();
    }
    return last;
  }

  /**
   * Adds rows, ends the transaction, and makes it durable: in one way to the database, where that
   * takes several statements at once.
   */
  void addAndCommit(List<Rows> added) throws SQLException {
    if (!dialect.takesSeveral()) {
      addAll(added);
      commit();
      return;
    }
    StringBuilder statements = new StringBuilder();
    List<Object> columns = new ArrayList<>();
    for (Rows rows : added) {
      statements.append(rows.insertColumns()).append(";\n");
      columns.addAll(rows.byColumn(dialect));
    }
    run(statements + "COMMIT", PreparedStatement::execute, columns.toArray());
  }

  /** Ends the transaction, and makes it durable. */
  public void commit() throws SQLException {
    update("COMMIT");
  }

  /**
   * Ends the transaction without a trace.
   *
   * @return whether that is certain: a connection that broke may have committed before
   */
  public boolean rollBack() throws SQLException {
    try {
      update("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("nothing to roll back: the database has done so itself", e);
    }
    return !connection.isClosed();
  }

  /** Changes rows, and says how many. */
  public int update(String sql, Object... values) throws SQLException {
    return run(sql, PreparedStatement::executeUpdate, values);
  }

  /** Adds rows. */
  void addAll(List<Rows> added) throws SQLException {
    for (Rows rows : added) {
      run(
          rows.insert(),
          statement -> {
            for (Object[] row : rows.values()) {
              set(statement, row);
              statement.addBatch();
            }
            return statement.executeBatch();
          });
    }
  }

  /** The rows that a query answers. */
  public <T> List<T> list(Row<T> row, String sql, Object... values) throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return all(row, rows);
          }
        },
        values);
  }

  /** The first row that a query answers. */
  public <T> Optional<T> first(Row<T> row, String sql, Object... values) throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next()
                ? Optional.of(row.read(new Columns(rows, dialect)))
                : Optional.empty();
          }
        },
        values);
  }

  /** The number that a query answers. */
  public long number(String sql, Object... values) throws SQLException {
    return first(columns -> columns.number(1), sql, values).orElseThrow();
  }

  /** Rows of texts as a value for {@link Dialect#elements}: an array of arrays. */
  String json(List<List<String>> rows) {
    try {
      return Json.mapper()
          .writeValueAsString(
              rows.stream().map(row -> row.stream().map(dialect::write).toList()).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private <T> List<T> all(Row<T> row, ResultSet rows) throws SQLException {
    Columns columns = new Columns(rows, dialect);
    List<T> list = new ArrayList<>();
    while (rows.next()) {
      list.add(row.read(columns));
    }
    return list;
  }

  private <T> T run(String sql, Run<T> run, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    try {
      set(statement, values);
      return run.run(statement);
    } catch (SQLException e) {
      // The driver may have closed the statement beneath.
      prepared.remove(sql);
      throw e;
    }
  }

  private void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      statement.setObject(i + 1, value instanceof String text ? dialect.write(text) : value);
    }
  }

  private interface Run<T> {
    T run(PreparedStatement statement) throws SQLException;
  }
}
