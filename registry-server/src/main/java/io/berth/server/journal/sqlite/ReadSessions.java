package io.berth.server.journal.sqlite;

import io.berth.server.journal.JournalUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The connections that only read: they wait for no writer, and see all that was answered. */
final class ReadSessions implements AutoCloseable {
  private final List<Session> all = new ArrayList<>();
  private final BlockingQueue<Session> idle = new LinkedBlockingQueue<>();
  private final Duration patience;
  private volatile boolean closed;

  /**
   * @param patience how long a caller waits for a connection
   */
  ReadSessions(int count, String url, Duration patience, String... pragmas) throws SQLException {
    this.patience = patience;
    for (int i = 0; i < count; i++) {
      all.add(Session.open(url, pragmas));
    }
    idle.addAll(all);
  }

  /** Reads, by a query that changes nothing. */
  <T> T read(Change<T> query) {
    Session session = borrow();
    try {
      return query.make(session);
    } catch (SQLException e) {
      throw Failures.unavailable(e);
    } finally {
      idle.add(session);
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    for (Session session : all) {
      session.close();
    }
  }

  private Session borrow() {
    if (closed) {
      throw new JournalUnavailable("the journal is closed", null);
    }
    try {
      Session session = idle.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (session == null) {
        throw new JournalUnavailable(
            "the journal did not answer within " + patience.toSeconds() + " s", null);
      }
      return session;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalUnavailable("interrupted while the journal was being read", e);
    }
  }
}
