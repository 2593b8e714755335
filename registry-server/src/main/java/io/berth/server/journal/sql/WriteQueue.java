package io.berth.server.journal.sql;

import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that writes. Changes that come while it writes wait and share the next
 * transaction, and so one fsync, in the order they came.
 */
final class WriteQueue implements AutoCloseable {
  private static final int GROUP = 256;

  private final Sessions sessions;
  private final Duration patience;
  private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "berth-journal");
  private final Pending<Void> last = new Pending<>(ledger -> null);
  // Guards that nothing is queued behind the last change.
  private final Object gate = new Object();
  private boolean closed;

  /**
   * @param patience how long a caller waits for its change
   */
  WriteQueue(Sessions sessions, Duration patience) {
    this.sessions = sessions;
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
  public void close() {
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
  }

  private void run() {
    List<Pending<?>> group = new ArrayList<>();
    boolean more = true;
    try {
      while (more) {
        group.clear();
        group.add(queue.take());
        queue.drainTo(group, GROUP - 1);
        more = !group.remove(last);
        write(group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<Pending<?>> given) {
    List<Pending<?>> group = given.stream().filter(pending -> !pending.abandoned()).toList();
    if (group.isEmpty()) {
      return;
    }
    Transaction transaction = new Transaction(group);
    try {
      sessions.with(transaction);
      group.forEach(Pending::answer);
    } catch (RuntimeException | Error e) {
      // An error too fails those who wait, and must not end the one thread that writes.
      if (transaction.undone && group.size() > 1) {
        // One of them may be to blame: the others shall not fail with it.
        group.forEach(pending -> write(List.of(pending)));
      } else {
        group.forEach(pending -> pending.fail(failure(e)));
      }
    }
  }

  private static RuntimeException failure(Throwable e) {
    return e instanceof JournalUnavailable || e instanceof JournalRefused
        ? (RuntimeException) e
        : new JournalUnavailable("the journal failed: " + e, e);
  }

  private static final class Transaction implements Query<Void> {
    private final List<Pending<?>> group;
    // Whether it failed at what its changes did, and certainly was not committed: only then may
    // they be made again.
    private boolean undone;

    Transaction(List<Pending<?>> group) {
      this.group = group;
    }

    @Override
    public Void ask(Session session) throws SQLException {
      Ledger ledger = new Ledger(session, commits());
      try {
        ledger.begin();
        for (Pending<?> pending : group) {
          pending.make(ledger);
        }
        ledger.commit();
        return null;
      } catch (SQLException | RuntimeException | Error e) {
        boolean rolledBack = session.rollBack();
        undone = ledger.begun() && rolledBack;
        throw e;
      }
    }

    private List<Commit> commits() {
      return group.stream()
          .map(Pending::change)
          .filter(Commit.class::isInstance)
          .map(Commit.class::cast)
          .toList();
    }
  }
}
