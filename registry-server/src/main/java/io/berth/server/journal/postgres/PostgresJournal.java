package io.berth.server.journal.postgres;

import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.sql.SqlJournal;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in a PostgreSQL database, which any number of servers share.
 *
 * <p>A database that cannot be reached is no reason not to start: until it can be, every method
 * throws {@link JournalUnavailable}, and then all goes on by itself. So does every method throw
 * {@link JournalRefused} where it turns out only then that the journal must not be used.
 */
public final class PostgresJournal extends SqlJournal {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresJournal.class);

  private PostgresJournal(PooledSessions sessions) {
    super(sessions, sessions);
  }

  /**
   * Opens the journal, and makes its tables where there are none. Takes two seconds at most when
   * the database is not reachable.
   *
   * @param url {@code jdbc:postgresql://host:port,host:port/database?user=…}, with the driver's
   *     other parameters if need be; a password that it does not hold is taken from the environment
   *     variable {@code BERTH_JOURNAL_PASSWORD} or {@code PGPASSWORD}
   * @throws JournalRefused when it must not be opened
   */
  public static PostgresJournal open(String url) {
    return open(url, System.getenv());
  }

  static PostgresJournal open(String url, Map<String, String> environment) {
    PostgresJournal journal =
        new PostgresJournal(new PooledSessions(Connector.to(url, environment)));
    try {
      journal.lastSeq();
    } catch (JournalUnavailable e) {
      LOG.warn("{}; starting without it", e.getMessage());
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
    return journal;
  }
}
