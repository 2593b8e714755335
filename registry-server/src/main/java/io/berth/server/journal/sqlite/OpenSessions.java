package io.berth.server.journal.sqlite;

import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.sql.Query;
import io.berth.server.journal.sql.Session;
import io.berth.server.journal.sql.Sessions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to the file that stay open. */
final class OpenSessions implements Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(OpenSessions.class);

  private final List<Session> all;
  private final BlockingQueue<Session> idle;
  private final Duration patience;
  private volatile boolean closed;

  /**
   * @param patience how long a caller waits for a connection
   */
  OpenSessions(List<Session> all, Duration patience) {
    this.all = all;
    this.idle = new LinkedBlockingQueue<>(all);
    this.patience = patience;
  }

  @Override
  public <T> T with(Query<T> query) {
    Session session = borrow();
    try {
      return query.ask(session);
    } catch (SQLException e) {
      throw Failures.unavailable(e);
    } finally {
      idle.add(session);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Session session : all) {
      try {
        session.close();
      } catch (SQLException e) {
        LOG.warn("a journal did not close cleanly; nothing is lost", e);
      }
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
      throw new JournalUnavailable("interrupted while the journal was awaited", e);
    }
  }
}
