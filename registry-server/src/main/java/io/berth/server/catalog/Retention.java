package io.berth.server.catalog;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Stable;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Kind;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets old revisions of a service with their rollouts, never one that runs, is rolled out, or
 * could be rolled back to, and what its assignments were before. Nobody waits for it: what the
 * journal does not take now is forgotten after a later revision.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  // Forgetting costs as much as writing, so it is not done for each revision.
  private static final int BATCHES = 10;
  private static final int MOST = 1_000;

  private final Heads heads;
  private final Journal journal;
  private final int revisions;
  private final Executor executor;

  /**
   * Wires it.
   *
   * @param revisions how many newest revisions of a service are kept at least; some more are, up to
   *     a tenth
   * @param executor where it is done
   */
  public Retention(Heads heads, Journal journal, int revisions, Executor executor) {
    this.heads = heads;
    this.journal = journal;
    this.revisions = revisions;
    this.executor = executor;
  }

  /** Forgets what is too old of the services that have a new revision, soon. */
  void tidy(List<Entry> written) {
    for (Entry entry : written) {
      long revision = entry.version();
      if (entry.kind() == Kind.SERVICE
          && revision > revisions
          && revision % Math.max(1, revisions / BATCHES) == 0) {
        executor.execute(() -> forget(ServiceName.ofKey(entry.key()), revision));
      }
    }
  }

  private void forget(ServiceName name, long newest) {
    try {
      long oldest =
          LongStream.concat(LongStream.of(newest - revisions + 1), needed(name, newest))
              .min()
              .orElseThrow();
      List<String> rollouts =
          journal.versions(Kind.SERVICE, name.key(), oldest, MOST).stream()
              .map(entry -> name.rollout(entry.version()))
              .toList();
      // Before their revisions, which say what else is to be forgotten if this ends here.
      journal.forget(Kind.ROLLOUT, rollouts);
      journal.prune(Kind.SERVICE, name.key(), oldest);
      for (Entry assignment : heads.list(Kind.ASSIGNMENT, name.prefix())) {
        journal.prune(Kind.ASSIGNMENT, assignment.key(), assignment.version());
      }
    } catch (JournalUnavailable | JournalRefused e) {
      LOG.debug("the old revisions of {} stay for now: {}", name, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("the old revisions of {} cannot be forgotten", name, e);
    }
  }

  private LongStream needed(ServiceName name, long newest) {
    LongStream running =
        heads.list(Kind.ASSIGNMENT, name.prefix()).stream()
            .mapToLong(entry -> entry.document(Assignment.class).revision());
    LongStream stable =
        heads.get(Kind.ROLLOUT, name.rollout(newest)).filter(entry -> !entry.deleted()).stream()
            .flatMap(entry -> entry.document(Rollout.class).stable().stream())
            .mapToLong(Stable::revision);
    return LongStream.concat(running, stable);
  }
}
