package io.berth.server.journal.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fresh database on the server that {@code BERTH_TEST_POSTGRES} names: a JDBC URL with the user
 * and password of a role that may create databases.
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String server;
  private final String name;

  private TestDatabase(String server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Creates it on the server that the environment names. */
  public static TestDatabase create() throws SQLException {
    return createLike("");
  }

  /** Creates it there with options of {@code CREATE DATABASE}. */
  public static TestDatabase createLike(String options) throws SQLException {
    return create(
        Objects.requireNonNull(
            System.getenv("BERTH_TEST_POSTGRES"),
            "BERTH_TEST_POSTGRES must be a JDBC URL: see deploy/parts/postgres"),
        options);
  }

  /** Creates it beside the one that a URL names. */
  static TestDatabase create(String server) throws SQLException {
    return create(server, "");
  }

  private static TestDatabase create(String server, String options) throws SQLException {
    String name = "berth_test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    TestDatabase database = new TestDatabase(server, name);
    try (Connection connection = DriverManager.getConnection(server)) {
      run(connection, "CREATE DATABASE " + name + " " + options);
    }
    return database;
  }

  /** Its JDBC URL. */
  public String url() {
    return url(name);
  }

  /** The URL of another database there. */
  String url(String database) {
    return server.replaceFirst("(//[^/]*/)[^?]*", "$1" + database);
  }

  String name() {
    return name;
  }

  /** Runs a statement in it, behind the journal's back. */
  public void run(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url())) {
      run(connection, sql);
    }
  }

  /** The number that a query in it answers. */
  long number(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    try (Connection connection = DriverManager.getConnection(server)) {
      run(connection, "DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
