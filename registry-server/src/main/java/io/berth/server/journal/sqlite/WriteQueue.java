package io.berth.server.journal.sqlite;

import io.berth.server.journal.JournalUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Changes that come while it writes wait and share the next
 * transaction, and so one fsync, in the order they came.
 */
final class WriteQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
  private static final int GROUP = 256;

  private final Session session;
  private final Duration patience;
  private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "berth-journal");
  private final Pending<Void> last = new Pending<>(session -> null);
  // Guards that nothing is queued behind the last change.
  private final Object gate = new Object();
  private boolean closed;

  /**
   * @param patience how long a caller waits for its change
   */
  WriteQueue(Session session, Duration patience) {
    this.session = session;
    this.patience = patience;
    thread.setDaemon(true);
    thread.start();
  }

  /** Makes a change, and answers when it is durable. */
  <T> T make(Change<T> change) {
    Pending<T> pending = new Pending<>(change);
    synchronized (gate) {
      if (closed) {
        throw new JournalUnavailable("the journal is closed", null);
      }
      queue.add(pending);
    }
    return pending.await(patience);
  }

  /** Makes what is queued, then ends. */
  @Override
  public void close() throws SQLException {
    synchronized (gate) {
      if (!closed) {
        closed = true;
        queue.add(last);
      }
    }
    try {
      thread.join(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    session.close();
  }

  private void run() {
    List<Pending<?>> group = new ArrayList<>();
    try {
      while (!group.contains(last)) {
        group.clear();
        group.add(queue.take());
        queue.drainTo(group, GROUP - 1);
        write(group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<Pending<?>> group) {
    try {
      session.update("BEGIN IMMEDIATE");
      for (Pending<?> pending : group) {
        pending.make(session);
      }
      session.update("COMMIT");
      group.forEach(Pending::answer);
    } catch (SQLException | RuntimeException | Error e) {
      // An error too fails those who wait, and must not end the one thread that writes.
      rollBack();
      if (group.size() == 1) {
        group.get(0).fail(e);
      } else {
        // One of them may be to blame: the others shall not fail with it.
        group.forEach(pending -> write(List.of(pending)));
      }
    }
  }

  private void rollBack() {
    try {
      session.update("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("nothing to roll back: SQLite has done so itself", e);
    }
  }
}
