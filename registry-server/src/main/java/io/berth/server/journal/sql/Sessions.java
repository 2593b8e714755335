package io.berth.server.journal.sql;

/** Where sessions come from. Safe to use from any thread. */
public interface Sessions extends AutoCloseable {
  /**
   * Does this with a session of this thread's own, and takes it back.
   *
   * @throws io.berth.server.journal.JournalUnavailable when there is none in time, or it fails
   * @throws io.berth.server.journal.JournalRefused when the journal must not be used
   */
  <T> T with(Query<T> query);

  /** Ends them all; afterwards the journal is unavailable. */
  @Override
  void close();
}
