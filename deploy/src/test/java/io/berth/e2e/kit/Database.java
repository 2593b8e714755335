package io.berth.e2e.kit;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** A new database of a PostgreSQL; closing it removes it, whoever is still connected. */
public final class Database implements AutoCloseable {
  private static final String SCHEME = "jdbc:";

  private final String server;
  private final String name;

  private Database(String server, String name) {
    this.server = server;
    this.name = name;
  }

  /**
   * Makes one.
   *
   * @param server the JDBC URL of any database of the PostgreSQL, with user and password
   * @param name of the new one
   */
  public static Database on(String server, String name) {
    Database database = new Database(server, name);
    database.sql(server, "CREATE DATABASE \"" + name + "\"");
    return database;
  }

  /** Its JDBC URL. */
  public String url() {
    URI uri = URI.create(server.substring(SCHEME.length()));
    return SCHEME
        + uri.getScheme()
        + "://"
        + uri.getAuthority()
        + "/"
        + name
        + "?"
        + uri.getQuery();
  }

  /** What a query answers, a row a line, columns divided by {@code |}. */
  public String query(String sql) {
    return sql(url(), sql);
  }

  @Override
  public void close() {
    sql(server, "DROP DATABASE \"" + name + "\" WITH (FORCE)");
  }

  private String sql(String url, String sql) {
    return Ground.run(
        Map.of(), List.of("psql", "-XAtq", "-c", sql, url.substring(SCHEME.length())));
  }
}
