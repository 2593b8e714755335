package io.berth.server.journal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The newest version of every live document, in this server's memory. Reads never block and may be
 * a moment behind another server's commit, never behind this server's own. A document never goes
 * back to an older version.
 */
public interface Heads {
  /** The newest version, also where it says that the document is gone; empty when it never was. */
  Optional<Entry> get(Kind kind, String key);

  /** The documents, not deleted, whose keys start so, in the order of their keys. */
  List<Entry> list(Kind kind, String keyPrefix);

  /**
   * Tells of every newest version that comes in, once it can be read; of one document in the order
   * of its versions. Called on a thread that brings versions, in the midst of a write perhaps: be
   * quick.
   */
  void onChange(Consumer<Entry> listener);

  /** The seq up to which all is here. */
  long seq();

  /**
   * Whether all that was committed before then is here.
   *
   * @param nanos of {@link System#nanoTime}
   */
  boolean isCurrent(long nanos);
}
