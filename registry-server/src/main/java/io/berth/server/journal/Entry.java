package io.berth.server.journal;

import java.time.Instant;

/**
 * One committed version of a document.
 *
 * @param seq its place in the journal: 1, 2, 3 … in commit order, without gaps when written
 * @param kind of the document
 * @param key of the document
 * @param version of the document
 * @param author who wrote it
 * @param message why, may be empty
 * @param at when it was committed
 * @param document an immutable value of the kind's type; null where the document was deleted
 */
public record Entry(
    long seq,
    Kind kind,
    String key,
    long version,
    String author,
    String message,
    Instant at,
    Object document) {

  /** Whether this version says that the document is gone. */
  public boolean deleted() {
    return document == null;
  }

  /** The document as its type. */
  public <T> T document(Class<T> type) {
    return type.cast(document);
  }
}
