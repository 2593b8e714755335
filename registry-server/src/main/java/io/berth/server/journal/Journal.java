package io.berth.server.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The durable record. Methods block and are safe to call from any thread but an event loop's. Each
 * throws {@link JournalUnavailable} when the journal cannot be reached or written in time; the
 * caller then does not know whether a write was committed and may retry it under the same {@link
 * Write.Request}.
 */
public interface Journal extends AutoCloseable {
  /**
   * Commits all drafts in one transaction; when it returns, they are durable.
   *
   * @return the committed entries in the order of the drafts; those of the first time, when the
   *     request was committed before, without versions pruned since
   * @throws StaleVersion when a document is not at the version before the draft's
   * @throws RequestReused when the request's id was committed before with another fingerprint
   * @throws Fenced when the write carries an epoch older than the controller lease's
   */
  List<Entry> commit(Write write);

  /**
   * What a request committed before under this id, without versions pruned since; empty when it is
   * not known, or longer past than a day.
   *
   * @throws RequestReused when the id was committed before with another fingerprint
   */
  Optional<List<Entry>> committed(Write.Request request);

  /**
   * Entries after {@code seq}, oldest first, at most {@code limit}. Versions that were pruned are
   * not among them.
   */
  List<Entry> after(long seq, int limit);

  /**
   * The newest version of every document of the kinds that are held in memory whole ({@link
   * Kind.Held#ALL}), deleted ones included, for a server that starts.
   */
  List<Entry> heads();

  /** The newest versions of these documents, of those that ever were. */
  List<Entry> heads(Kind kind, List<String> keys);

  /** One version of a document; empty when it never was or was pruned. */
  Optional<Entry> version(Kind kind, String key, long version);

  /** Versions of one document below {@code before}, newest first, at most {@code limit}. */
  List<Entry> versions(Kind kind, String key, long before, int limit);

  /**
   * Newest versions, not deleted, of the documents whose keys start so, with a seq below {@code
   * before}, newest first.
   */
  List<Entry> newest(Kind kind, String keyPrefix, long before, int limit);

  /** The seq of the last commit, 0 for none. */
  long lastSeq();

  /** Forgets versions of a document below {@code version}, never its newest. */
  void prune(Kind kind, String key, long version);

  /** Forgets documents whole, as if they had never been. Nobody may write them again. */
  void forget(Kind kind, List<String> keys);

  /**
   * Takes or renews a lease when nobody else holds it at the journal's own time.
   *
   * @return the lease as it stands afterwards, whoever holds it
   */
  Lease claim(String name, String holder, Duration ttl);

  /** The leases whose names start so and that hold at the journal's own time, by name. */
  List<Lease> leases(String namePrefix);

  /** The journal's own time. */
  Instant now();

  /** Ends a lease held by this holder, so that another may take it at once. */
  void release(String name, String holder);

  @Override
  void close();
}
