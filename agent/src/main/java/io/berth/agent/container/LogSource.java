package io.berth.agent.container;

import java.io.Closeable;
import java.time.Instant;

/** What containers print. May be called from any thread. */
public interface LogSource {
  /** How much of the past is read, if it is not limited. */
  int ALL = -1;

  /**
   * Begins to read what a container prints, oldest first, on a thread of its own. It ends with the
   * container's output, or when it is closed.
   *
   * @param name of a container of this cluster on this host
   * @param reader told from one thread at a time
   * @return closing it ends it at once; what was read meanwhile may still be told
   */
  Closeable read(String name, Range range, Reader reader);

  /**
   * What of it is read.
   *
   * @param tail how many of the last lines to begin with; {@link #ALL} for all
   * @param since only lines that were printed later; null for any
   * @param follow whether what is printed later is read too, until the container ends
   */
  record Range(int tail, Instant since, boolean follow) {}

  /** Who reads. */
  interface Reader {
    /**
     * A line was printed. May block, and then the engine waits.
     *
     * @param stream {@link io.berth.api.LogLine#STDOUT} or {@link io.berth.api.LogLine#STDERR}
     * @param text without its end of line, at most 16 KiB and a mark that it was cut
     */
    void line(Instant time, String stream, String text) throws InterruptedException;

    /**
     * There will be no more.
     *
     * @param trouble why not all of it could be read, in a sentence; empty where nothing went wrong
     */
    void ended(String trouble);
  }
}
