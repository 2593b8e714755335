package io.berth.server.catalog;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Stable;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.StaleVersion;
import io.berth.server.journal.Write;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Forgets old revisions of a service and their rollouts, never one that runs, is rolled out, or
 * could be rolled back to.
 */
public final class Retention {
  private final Heads heads;
  private final Scribe scribe;
  private final Journal journal;
  private final int revisions;

  /**
   * Wires it.
   *
   * @param revisions how many newest revisions of a service are kept at least
   */
  public Retention(Heads heads, Scribe scribe, Journal journal, int revisions) {
    this.heads = heads;
    this.scribe = scribe;
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
      heads.list(Kind.ROLLOUT, name.rolloutPrefix()).stream()
          .filter(entry -> isForgotten(entry.document(Rollout.class), oldest))
          .forEach(this::forget);
    }
  }

  private static boolean isForgotten(Rollout rollout, long oldest) {
    return rollout.to() < oldest && rollout.ended();
  }

  private void forget(Entry rollout) {
    Draft gone = new Draft(Kind.ROLLOUT, rollout.key(), rollout.version() + 1, null);
    try {
      scribe.write(Write.of(Caller.CONTROLLER, "its revision is forgotten", List.of(gone)));
      journal.prune(Kind.ROLLOUT, gone.key(), gone.version());
    } catch (StaleVersion e) {
      // Another server forgets it, too.
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
