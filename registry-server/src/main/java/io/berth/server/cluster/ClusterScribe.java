package io.berth.server.cluster;

import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.Write;
import java.util.List;

/** Commits to the journal, then to this server's view, then to the others. */
final class ClusterScribe implements Scribe {
  private final Journal journal;
  private final HeadsView view;
  private final HeadsMap map;

  ClusterScribe(Journal journal, HeadsView view, HeadsMap map) {
    this.journal = journal;
    this.view = view;
    this.map = map;
  }

  @Override
  public List<Entry> write(Write write) {
    List<Entry> entries = journal.commit(write);
    for (Entry entry : entries) {
      if (view.offer(entry)) {
        map.publish(entry);
      }
    }
    if (!entries.isEmpty()) {
      view.progress().saw(entries.get(0).seq(), entries.get(entries.size() - 1).seq());
      map.tellCommit(entries);
    }
    return entries;
  }
}
