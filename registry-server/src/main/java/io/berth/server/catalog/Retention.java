package io.berth.server.catalog;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Stable;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import java.util.stream.LongStream;

/**
 * Forgets old revisions of a service, never one that runs, is rolled out, or could be rolled back
 * to.
 */
public final class Retention {
  private final Heads heads;
  private final Journal journal;
  private final int revisions;

  /**
   * Wires it.
   *
   * @param revisions how many newest revisions of a service are kept at least
   */
  public Retention(Heads heads, Journal journal, int revisions) {
    this.heads = heads;
    this.journal = journal;
    this.revisions = revisions;
  }

  /** Forgets what is too old of a service. */
  void tidy(ServiceName name) {
    long newest = heads.get(Kind.SERVICE, name.key()).map(entry -> entry.version()).orElse(0L);
    if (newest > revisions) {
      long oldest =
          LongStream.concat(LongStream.of(newest - revisions + 1), needed(name, newest))
              .min()
              .orElseThrow();
      journal.prune(Kind.SERVICE, name.key(), oldest);
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
