package io.berth.server.journal.postgres;

import io.berth.server.journal.JournalRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes connections to the database that a JDBC URL names, and remembers how the last attempt
 * failed. What it says of itself never holds the password.
 */
final class Connector extends PGSimpleDataSource {
  private static final long serialVersionUID = 1;

  // A password before an @ would be taken for a part of the host's name, and be told to everybody.
  private static final Pattern URL =
      Pattern.compile("jdbc:postgresql://[^/@?]+/[^/@?]+(\\?.*)?", Pattern.DOTALL);

  /** What holds unless the URL says otherwise; times in seconds. */
  private static final Map<PGProperty, String> DEFAULTS =
      Map.of(
          PGProperty.CONNECT_TIMEOUT, "2",
          PGProperty.LOGIN_TIMEOUT, "6",
          PGProperty.SOCKET_TIMEOUT, "7",
          PGProperty.TCP_KEEP_ALIVE, "true",
          // Else its messages hold whole statements, and so what people put into their specs.
          PGProperty.LOG_SERVER_ERROR_DETAIL, "false",
          // What a standby knows may be old.
          PGProperty.TARGET_SERVER_TYPE, "primary",
          PGProperty.APPLICATION_NAME, "berth");

  private transient volatile SQLException failure;

  private Connector() {}

  /**
   * A connector to this database.
   *
   * @param environment where the password is taken from that the URL does not hold
   * @throws JournalRefused when the URL is none
   */
  static Connector to(String url, Map<String, String> environment) {
    Properties given = URL.matcher(url).matches() ? Driver.parseURL(url, new Properties()) : null;
    if (given == null) {
      throw new JournalRefused(
          "the journal's URL must be jdbc:postgresql://HOST[:PORT][,HOST[:PORT]…]/DATABASE?user=NAME"
              + ", the password in BERTH_JOURNAL_PASSWORD");
    }
    Connector connector = new Connector();
    connector.setUrl(url);
    DEFAULTS.forEach(
        (property, value) -> {
          if (!given.containsKey(property.getName())) {
            connector.setProperty(property, value);
          }
        });
    if (connector.getUser() == null) {
      // The driver's own choice, but so that it can be named.
      connector.setUser(System.getProperty("user.name"));
    }
    if (connector.getPassword() == null) {
      connector.setPassword(
          environment.getOrDefault("BERTH_JOURNAL_PASSWORD", environment.get("PGPASSWORD")));
    }
    return connector;
  }

  /** The database, for people: {@code host:port,host:port/name}. */
  String place() {
    String[] hosts = getServerNames();
    int[] ports = getPortNumbers();
    return IntStream.range(0, hosts.length)
        .mapToObj(i -> hosts[i] + ":" + (ports[i] == 0 ? 5432 : ports[i]))
        .collect(Collectors.joining(",", "", "/" + getDatabaseName()));
  }

  /** How the last attempt failed; null when it did not. */
  SQLException failure() {
    return failure;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    try {
      Connection connection = super.getConnection(user, password);
      failure = null;
      return connection;
    } catch (SQLException e) {
      failure = e;
      throw e;
    }
  }

  /** Not the pool's patience with its callers: there may be several hosts to try. */
  @Override
  public void setLoginTimeout(int seconds) {}
}
