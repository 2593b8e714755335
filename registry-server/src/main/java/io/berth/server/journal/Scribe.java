package io.berth.server.journal;

import java.util.List;

/** Commits to the journal and then to the {@link Heads} of every server. */
public interface Scribe {
  /**
   * As {@link Journal#commit}; when it returns, this server's heads hold what was written.
   *
   * <p>Blocks; not for event loops.
   */
  List<Entry> write(Write write);
}
