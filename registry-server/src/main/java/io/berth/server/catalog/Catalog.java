package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Applied;
import io.berth.api.ChangeKind;
import io.berth.api.Diff;
import io.berth.api.Page;
import io.berth.api.ProblemCode;
import io.berth.api.Revision;
import io.berth.api.RollbackRequest;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Stable;
import io.berth.api.spec.Spec;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Scribe;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Services and their revisions. Every change is one write of the journal, made from the newest
 * versions and made again when another was quicker. Methods that change something, or look into the
 * past, block.
 */
public final class Catalog {
  private final Heads heads;
  private final Attempts attempts;
  private final Journal journal;
  private final Retention retention;
  private final Clock clock;

  /** Wires it. */
  public Catalog(Heads heads, Scribe scribe, Journal journal, Retention retention, Clock clock) {
    this.heads = heads;
    this.attempts = new Attempts(heads, scribe, journal);
    this.journal = journal;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Makes a document the newest revision of a service, unless it says what the newest one says.
   *
   * @throws InvalidSpec when the document is not a spec
   * @throws StaleRevision when the precondition does not hold
   */
  public Put put(ServiceName name, JsonNode document, Precondition precondition, Caller caller) {
    Spec spec = SpecReader.accept(document);
    return attempts.make(
        List.of(name),
        caller,
        Catalog::put,
        attempt -> {
          Succession succession = attempt.newest(name);
          precondition.check(name, succession.current());
          if (isUnchanged(succession, spec)) {
            return new Put(revision(succession.head().orElseThrow()), ChangeKind.UNCHANGED);
          }
          List<Entry> written = attempt.write(caller, succession.update(document, spec, now()));
          retention.tidy(written);
          return new Put(revisionIn(written), changeKind(succession));
        });
  }

  /** Ends a service: its containers are stopped and removed, its revisions stay. */
  public Revision delete(ServiceName name, Precondition precondition, Caller caller) {
    return attempts.make(
        List.of(name),
        caller,
        Catalog::revisionIn,
        attempt -> {
          Succession succession = attempt.newest(name);
          if (succession.current() == 0) {
            throw missing(name);
          }
          precondition.check(name, succession.current());
          List<Entry> assignments = heads.list(Kind.ASSIGNMENT, name.prefix());
          return revisionIn(attempt.write(caller, succession.delete(assignments, now())));
        });
  }

  /**
   * Puts several services at once, all or none.
   *
   * @param document service → spec
   */
  public Applied apply(String namespace, JsonNode document, boolean dryRun, Caller caller) {
    List<Applying> all = Applying.read(namespace, document);
    return attempts.make(
        all.stream().map(Applying::name).toList(),
        caller,
        written -> new Applied(namespace, dryRun, Applying.replay(unchanged(all), written)),
        attempt -> {
          List<Applied.Change> changes = new ArrayList<>();
          List<Draft> drafts = new ArrayList<>();
          for (Applying each : all) {
            Succession succession = attempt.newest(each.name());
            boolean unchanged = isUnchanged(succession, each.spec());
            if (!unchanged) {
              drafts.addAll(succession.update(each.document(), each.spec(), now()));
            }
            changes.add(each.change(succession, unchanged, changeKind(succession), dryRun));
          }
          if (!dryRun && !drafts.isEmpty()) {
            retention.tidy(attempt.write(caller, drafts));
          }
          return new Applied(namespace, dryRun, changes);
        });
  }

  private List<Applied.Change> unchanged(List<Applying> all) {
    return all.stream()
        .map(
            each ->
                each.change(attempts.remembered(each.name()), true, ChangeKind.UNCHANGED, false))
        .toList();
  }

  /**
   * Puts an earlier revision back, as a new one, unless the newest one says what it says.
   *
   * @throws RevisionNotFound when it never was, or is forgotten
   * @throws Refused when none is named and there is no other stable one
   */
  public Put rollback(ServiceName name, RollbackRequest request, Caller caller) {
    return attempts.make(
        List.of(name),
        caller,
        Catalog::put,
        attempt -> {
          Succession succession = attempt.newest(name);
          if (succession.head().isEmpty()) {
            throw missing(name);
          }
          long to = request.to() == null ? lastStable(succession) : request.to();
          JsonNode document = document(name, to);
          if (isUnchanged(succession, SpecReader.read(document))) {
            return new Put(revision(succession.head().orElseThrow()), ChangeKind.UNCHANGED);
          }
          String image = rolloutOf(name, to).map(Rollout::image).orElse("");
          Caller reasoned =
              caller.message().isEmpty()
                  ? new Caller(caller.author(), "rollback to revision " + to, caller.request())
                  : caller;
          List<Entry> written =
              attempt.write(reasoned, succession.restore(document, to, image, now()));
          retention.tidy(written);
          return put(written);
        });
  }

  /** The newest revision of a service, from memory. */
  public Revision head(ServiceName name) {
    Optional<Entry> head = heads.get(Kind.SERVICE, name.key());
    return head.filter(entry -> !entry.deleted())
        .map(Catalog::revision)
        .orElseThrow(() -> missing(name, head.map(Entry::version).orElse(0L)));
  }

  /** One revision of a service, deletions included. */
  public Revision revision(ServiceName name, long revision) {
    return journal
        .version(Kind.SERVICE, name.key(), revision)
        .map(Catalog::revision)
        .orElseThrow(() -> noRevision(name, revision));
  }

  /**
   * The revisions of a service, newest first.
   *
   * @param cursor as answered before; null to start
   */
  public Page<Revision> revisions(ServiceName name, String cursor, int limit) {
    if (heads.get(Kind.SERVICE, name.key()).isEmpty()) {
      throw missing(name);
    }
    long before = Cursors.number(cursor);
    List<Entry> entries = journal.versions(Kind.SERVICE, name.key(), before, limit + 1);
    return Cursors.page(entries, limit, entry -> Long.toString(entry.version()), Catalog::revision);
  }

  /**
   * How two revisions differ: without {@code to} the newest, without {@code from} the one before
   * {@code to}.
   */
  public Diff diff(ServiceName name, OptionalLong from, OptionalLong to) {
    long newest =
        heads.get(Kind.SERVICE, name.key()).map(Entry::version).orElseThrow(() -> missing(name));
    long end = to.orElse(newest);
    long start = from.orElse(end - 1);
    JsonNode before = start == 0 ? null : revision(name, start).spec();
    return new Diff(
        name.namespace(),
        name.service(),
        start,
        end,
        SpecDiff.between(before, revision(name, end).spec()));
  }

  /** A rollout that did not hold may be tried again by putting the same spec once more. */
  private static boolean isUnchanged(Succession succession, Spec spec) {
    boolean same = succession.document().map(SpecReader::read).filter(spec::equals).isPresent();
    return same && succession.goesOnOrHeld();
  }

  private static ChangeKind changeKind(Succession succession) {
    return succession.current() == 0 ? ChangeKind.CREATED : ChangeKind.UPDATED;
  }

  private long lastStable(Succession succession) {
    List<Stable> stable = succession.before().map(Rollout::stable).orElse(List.of());
    Optional<JsonNode> newest = succession.document();
    return stable.stream()
        .map(Stable::revision)
        .filter(revision -> revision != succession.current())
        .filter(
            revision ->
                !newest.equals(
                    journal
                        .version(Kind.SERVICE, succession.name().key(), revision)
                        .map(Entry::document)))
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    ProblemCode.CONFLICT,
                    succession.name() + " has no other revision that was stable"));
  }

  private JsonNode document(ServiceName name, long revision) {
    return journal
        .version(Kind.SERVICE, name.key(), revision)
        .filter(entry -> !entry.deleted())
        .map(entry -> entry.document(JsonNode.class))
        .orElseThrow(() -> noRevision(name, revision));
  }

  private Optional<Rollout> rolloutOf(ServiceName name, long revision) {
    return journal.heads(Kind.ROLLOUT, List.of(name.rollout(revision))).stream()
        .filter(entry -> !entry.deleted())
        .map(entry -> entry.document(Rollout.class))
        .findFirst();
  }

  private RevisionNotFound noRevision(ServiceName name, long revision) {
    long newest =
        heads.get(Kind.SERVICE, name.key()).map(Entry::version).orElseThrow(() -> missing(name));
    return new RevisionNotFound(
        name + " has no revision " + revision + "; the newest is " + newest);
  }

  private static NotFound missing(ServiceName name) {
    return missing(name, 0);
  }

  private static NotFound missing(ServiceName name, long endedBy) {
    return new NotFound(
        "there is no service " + name.service() + " in namespace " + name.namespace(), endedBy);
  }

  private static Put put(List<Entry> written) {
    Revision revision = revisionIn(written);
    return new Put(revision, revision.revision() == 1 ? ChangeKind.CREATED : ChangeKind.UPDATED);
  }

  /**
   * The revision that a write made.
   *
   * @throws Refused when it was a replay of one that newer revisions have pushed out of the history
   */
  private static Revision revisionIn(List<Entry> written) {
    return written.stream()
        .filter(entry -> entry.kind() == Kind.SERVICE)
        .map(Catalog::revision)
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    ProblemCode.CONFLICT,
                    "the request with this Idempotency-Key was carried out before; the revision"
                        + " that it made is no longer in the history"));
  }

  private static Revision revision(Entry entry) {
    ServiceName name = ServiceName.ofKey(entry.key());
    JsonNode spec = entry.deleted() ? null : entry.document(JsonNode.class);
    String rollout = entry.deleted() ? null : name.rollout(entry.version());
    return new Revision(
        name.namespace(),
        name.service(),
        entry.version(),
        entry.seq(),
        spec,
        entry.author(),
        entry.message(),
        entry.at(),
        rollout,
        Warnings.of(spec));
  }

  private Instant now() {
    return clock.instant();
  }
}
