package io.berth.server.journal.sql;

import io.berth.server.journal.JournalUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A change on its way: made by the writer, awaited by its caller. */
final class Pending<T> {
  private final Change<T> change;
  private final AtomicBoolean abandoned = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  // Written by the writer before the latch opens.
  private T answer;
  private RuntimeException refusal;

  Pending(Change<T> change) {
    this.change = change;
  }

  Change<T> change() {
    return change;
  }

  /** Whether its caller has given up. */
  boolean abandoned() {
    return abandoned.get();
  }

  /** Makes the change in the writer's transaction, and keeps what came of it to be answered. */
  void make(Ledger ledger) throws SQLException {
    answer = null;
    refusal = null;
    if (abandoned.get()) {
      return;
    }
    try {
      answer = change.make(ledger);
    } catch (RuntimeException e) {
      refusal = e;
    }
  }

  /** Gives the answer: the transaction is durable. */
  void answer() {
    done.countDown();
  }

  /** Says that the transaction failed. */
  void fail(RuntimeException cause) {
    refusal = cause;
    done.countDown();
  }

  /** Waits for the answer; what was not begun when the time is up is not made any more. */
  T await(Duration patience) {
    try {
      if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        abandoned.set(true);
        throw new JournalUnavailable(
            "the journal did not answer within " + patience.toSeconds() + " s", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalUnavailable("interrupted while the journal was being written", e);
    }
    if (refusal != null) {
      throw refusal;
    }
    return answer;
  }
}
