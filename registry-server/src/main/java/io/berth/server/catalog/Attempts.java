package io.berth.server.catalog;

import io.berth.api.ProblemCode;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.StaleVersion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of services, each made from the newest versions and made again when another was quicker.
 *
 * <p>What is in memory may be behind what another server has committed. That is good enough to
 * write upon, as the journal compares once more; but who would write nothing, or refuse, looks
 * again at what is known to be the newest.
 */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final int TRIES = 20;

  private final Heads heads;
  private final Scribe scribe;
  private final Journal journal;
  private final Turns turns = new Turns();

  Attempts(Heads heads, Scribe scribe, Journal journal) {
    this.heads = heads;
    this.scribe = scribe;
    this.journal = journal;
  }

  /**
   * Makes a change of these services, of which no other is made here at the same time; or, when the
   * caller's request was carried out before, answers as then.
   *
   * @param replay the answer to a request that wrote this
   */
  <T> T make(
      Collection<ServiceName> names,
      Caller caller,
      Function<List<Entry>, T> replay,
      Function<Attempt, T> change) {
    return turns.take(
        names,
        () ->
            committed(caller)
                .map(replay)
                .orElseGet(() -> make(change, () -> committed(caller).map(replay))));
  }

  private <T> T make(Function<Attempt, T> change, Supplier<Optional<T>> before) {
    Attempt first = new Attempt(this::remembered);
    try {
      T outcome = change.apply(first);
      if (first.wrote) {
        return outcome;
      }
    } catch (StaleVersion | StaleRevision | NotFound | RevisionNotFound | Refused e) {
      LOG.debug("is looked at again: {}", e.getMessage());
    }
    try {
      return makeAgain(change);
    } catch (StaleRevision | NotFound | RevisionNotFound | Refused e) {
      // It may be this very request, sent again while its first sending was still under way, that
      // made it so.
      return before.get().orElseThrow(() -> e);
    }
  }

  private Optional<List<Entry>> committed(Caller caller) {
    return caller.request().flatMap(journal::committed);
  }

  private <T> T makeAgain(Function<Attempt, T> change) {
    long last = journal.lastSeq();
    Function<ServiceName, Succession> newest =
        heads.seq() >= last ? this::remembered : this::journaled;
    for (int tries = 1; ; tries++) {
      try {
        return change.apply(new Attempt(newest));
      } catch (StaleVersion e) {
        if (tries == TRIES) {
          throw new Refused(
              ProblemCode.CONFLICT, e.draft().key() + " is changed by many at once; try again");
        }
        newest = this::journaled;
      }
    }
  }

  /** One try at a change: what it is made from, and whether it came to be written. */
  final class Attempt {
    private final Function<ServiceName, Succession> newest;
    private boolean wrote;

    private Attempt(Function<ServiceName, Succession> newest) {
      this.newest = newest;
    }

    /** What a service's next revision follows on. */
    Succession newest(ServiceName name) {
      return newest.apply(name);
    }

    /** Commits it. */
    List<Entry> write(Caller caller, List<Draft> drafts) {
      List<Entry> written = scribe.write(caller.write(drafts));
      wrote = true;
      return written;
    }
  }

  /** What a service's next revision follows on, as far as is known here. */
  Succession remembered(ServiceName name) {
    return succession(name, heads.get(Kind.SERVICE, name.key()), id -> heads.get(Kind.ROLLOUT, id));
  }

  private Succession journaled(ServiceName name) {
    Function<String, Optional<Entry>> rollouts = id -> newestVersion(Kind.ROLLOUT, id);
    return succession(name, newestVersion(Kind.SERVICE, name.key()), rollouts);
  }

  private Optional<Entry> newestVersion(Kind kind, String key) {
    return journal.versions(kind, key, Long.MAX_VALUE, 1).stream().findFirst();
  }

  private static Succession succession(
      ServiceName name, Optional<Entry> head, Function<String, Optional<Entry>> rollouts) {
    Optional<Entry> rollout =
        head.flatMap(
            entry ->
                rollouts.apply(
                    name.rollout(entry.deleted() ? entry.version() - 1 : entry.version())));
    return new Succession(name, head, rollout);
  }
}
