package io.berth.server.journal.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.berth.server.journal.sql.Dialect;
import io.berth.server.journal.sql.Query;
import io.berth.server.journal.sql.Session;
import io.berth.server.journal.sql.Sessions;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/**
 * Connections to the database, made anew by themselves when it went away. The first that comes
 * about brings the tables to this server's version.
 *
 * <p>No caller waits longer than about ten seconds: two for a connection, one to see whether it
 * lives, and seven, the driver's socket timeout, for an answer.
 */
final class PooledSessions implements Sessions {
  private static final int SIZE = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration VALIDATION = Duration.ofSeconds(1);

  /**
   * The others wait for a lock longer than a server that was stopped in the midst of a transaction
   * can hold it. A commit must be durable whatever the role's settings. And every query goes by an
   * index, however small the tables were when it was planned.
   */
  private static final String SETTINGS =
      """
      SET statement_timeout = '6s';
      SET lock_timeout = '5s';
      SET idle_in_transaction_session_timeout = '3s';
      SET enable_seqscan = off;
      SET jit = off;
      SELECT set_config('synchronous_commit', 'on', false)
      WHERE current_setting('synchronous_commit') IN ('off', 'local')
      """;

  private final Connector connector;
  private final Failures failures;
  private final Dialect dialect = new PostgresDialect();
  private final HikariDataSource pool;
  private volatile boolean migrated;

  PooledSessions(Connector connector) {
    this.connector = connector;
    this.failures = new Failures(connector.place(), connector.getUser());
    HikariConfig config = new HikariConfig();
    config.setPoolName("berth-journal");
    config.setDataSource(connector);
    config.setMaximumPoolSize(SIZE);
    // Only callers have connections made: else the pool pauses for seconds between its attempts.
    config.setMinimumIdle(0);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setValidationTimeout(VALIDATION.toMillis());
    config.setConnectionInitSql(SETTINGS);
    // A database that is away now does not keep the server from starting.
    config.setInitializationFailTimeout(-1);
    this.pool = new HikariDataSource(config);
  }

  @Override
  public <T> T with(Query<T> query) {
    if (pool.isClosed()) {
      throw failures.unavailable("it is closed", null);
    }
    try (Session session = new Session(pool.getConnection(), dialect)) {
      return ask(session, query);
    } catch (SQLTransientConnectionException e) {
      SQLException failure = connector.failure();
      throw failure != null
          ? failures.of(failure)
          : failures.unavailable("no connection within " + PATIENCE.toSeconds() + " s", e);
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  private <T> T ask(Session session, Query<T> query) throws SQLException {
    try {
      if (!migrated) {
        new Schema(session, failures).migrate();
        migrated = true;
      }
      return query.ask(session);
    } catch (SQLException e) {
      if (Failures.READ_ONLY.equals(e.getSQLState())) {
        // It became a standby: the next connection finds the primary.
        pool.evictConnection(session.connection());
      }
      throw e;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
