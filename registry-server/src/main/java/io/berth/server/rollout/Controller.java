package io.berth.server.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Stable;
import io.berth.api.RolloutState;
import io.berth.api.spec.Spec;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.ServiceName;
import io.berth.server.catalog.SpecReader;
import io.berth.server.catalog.Succession;
import io.berth.server.host.Hosts;
import io.berth.server.host.Reports;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Fenced;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.StaleVersion;
import io.berth.server.journal.Write;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Carries out the plans of all rollouts under way, on the one server that holds the controller
 * lease. Level-triggered: it looks at the whole situation whenever something changed, and once a
 * second anyway, so a signal may be lost and the process may die at any instant. Each step is one
 * write, fenced by the epoch of the lease.
 */
public final class Controller implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Controller.class);

  private final Heads heads;
  private final Scribe scribe;
  private final Journal journal;
  private final Observer observer;
  private final Leadership leadership;
  private final BooleanSupplier mayLead;
  private final Clock clock;
  private final Set<String> underWay = new ConcurrentSkipListSet<>();
  private final Sampler sampler = new Sampler();
  private final Pulse pulse = new Pulse("controller", this::drive);

  /**
   * Wires it; {@link #start} sets it going.
   *
   * @param holder names this run of the server in the lease
   * @param mayLead whether this server hears enough of the hosts to judge a rollout
   */
  public Controller(
      Heads heads,
      Scribe scribe,
      Journal journal,
      Reports reports,
      Hosts hosts,
      String holder,
      BooleanSupplier mayLead,
      Clock clock) {
    this.heads = heads;
    this.scribe = scribe;
    this.journal = journal;
    this.observer = new Observer(heads, reports, hosts);
    this.leadership = new Leadership(journal, holder, clock);
    this.mayLead = mayLead;
    this.clock = clock;
    heads.onChange(this::changed);
    reports.onChange((before, after) -> pulse.wake());
  }

  /** Begins to drive. */
  public void start() {
    heads.list(Kind.ROLLOUT, "").forEach(this::changed);
    pulse.start();
  }

  /** Ends driving and gives the lease away. */
  @Override
  public void close() {
    pulse.close();
    leadership.release();
  }

  private void changed(Entry entry) {
    if (entry.kind() == Kind.SERVICE) {
      pulse.wake(); // Its rollout may have come before it.
    }
    if (entry.kind() != Kind.ROLLOUT) {
      return;
    }
    if (!entry.deleted() && Planner.drives(entry.document(Rollout.class))) {
      underWay.add(entry.key());
    } else {
      underWay.remove(entry.key());
    }
    pulse.wake();
  }

  private void drive() {
    try {
      if (!mayLead.getAsBoolean()) {
        leadership.release();
        return;
      }
      if (leadership.hold().isEmpty()) {
        return;
      }
      sampler.keepOnly(underWay);
      for (String id : underWay) {
        drive(id);
      }
    } catch (Fenced e) {
      log.info("gave the controller lease up: {}", e.getMessage());
      leadership.lose();
    } catch (JournalUnavailable | JournalRefused e) {
      log.warn("rollouts wait for the journal: {}", e.getMessage());
      leadership.lose();
    }
  }

  private void drive(String id) {
    Optional<Entry> entry = heads.get(Kind.ROLLOUT, id).filter(head -> !head.deleted());
    if (entry.isEmpty()) {
      underWay.remove(id); // It was long ago, so it has ended.
      return;
    }
    Rollout rollout = entry.get().document(Rollout.class);
    Optional<Entry> target = observer.target(rollout);
    if (target.isEmpty()) {
      // What is left of it is the newer revision's to do; or its own revision is still on its way.
      if (observer.isOver(rollout)) {
        underWay.remove(id);
      }
      return;
    }
    try {
      Instant now = clock.instant();
      Spec spec = SpecReader.read(target.get().document(JsonNode.class));
      Optional<Measured> measured =
          rollout.isCompared()
              ? sampler.measure(rollout, spec, observer.reports(rollout), now)
              : Optional.empty();
      Decision decision = Planner.next(rollout, observer.situation(rollout, spec, measured, now));
      if (fails(rollout, decision) && heads.seq() < target.get().seq()) {
        return; // A host that was there before the revision may be on its way here yet.
      }
      if (decision instanceof Decision.Advance advance) {
        advance(entry.get(), advance);
      } else if (decision instanceof Decision.GoBack back) {
        goBack(entry.get(), target.get(), back, now);
      }
    } catch (StaleVersion e) {
      log.debug("{} changed meanwhile: {}", id, e.getMessage());
    } catch (RuntimeException e) {
      if (e instanceof Fenced || e instanceof JournalUnavailable || e instanceof JournalRefused) {
        throw e;
      }
      log.error("rollout {} cannot be driven", id, e);
    }
  }

  /** Whether it comes to stand though nobody has asked for that. */
  private static boolean fails(Rollout before, Decision decision) {
    boolean stands =
        decision instanceof Decision.GoBack
            || (decision instanceof Decision.Advance advance
                && (advance.rollout().state() == RolloutState.FAILED
                    || advance.rollout().state() == RolloutState.PAUSED));
    return stands && before.asked() == null;
  }

  private void advance(Entry entry, Decision.Advance advance) {
    List<Draft> drafts = new ArrayList<>();
    drafts.add(new Draft(Kind.ROLLOUT, entry.key(), entry.version() + 1, advance.rollout()));
    advance.assign().forEach(assignment -> drafts.add(draft(assignment, assignment)));
    advance.withdraw().forEach(assignment -> drafts.add(draft(assignment, null)));
    write("", drafts);
    Rollout before = entry.document(Rollout.class);
    if (advance.rollout().state() != before.state()) {
      log.atLevel(fails(before, advance) ? Level.WARN : Level.INFO)
          .log(
              "rollout {} is {} {}",
              entry.key(),
              advance.rollout().state(),
              advance.rollout().reason());
    }
  }

  private Draft draft(Assignment assignment, Assignment document) {
    long version = heads.get(Kind.ASSIGNMENT, assignment.key()).map(Entry::version).orElse(0L);
    return new Draft(Kind.ASSIGNMENT, assignment.key(), version + 1, document);
  }

  /**
   * The failed rollout, the stable spec as a new revision and its rollout become so in one write,
   * or none does.
   */
  private void goBack(Entry entry, Entry target, Decision.GoBack back, Instant now) {
    Stable stable = back.to();
    ServiceName name = ServiceName.ofKey(target.key());
    Rollout failed = new Edit(back.rollout(), now).supersededBy(target.version() + 1).done();
    Entry failedEntry =
        new Entry(
            entry.seq(),
            entry.kind(),
            entry.key(),
            entry.version(),
            entry.author(),
            entry.message(),
            entry.at(),
            failed);
    JsonNode document =
        journal
            .version(Kind.SERVICE, name.key(), stable.revision())
            .orElseThrow()
            .document(JsonNode.class);
    List<Draft> drafts = new ArrayList<>();
    drafts.add(new Draft(Kind.ROLLOUT, entry.key(), entry.version() + 1, failed));
    drafts.addAll(
        new Succession(name, Optional.of(target), Optional.of(failedEntry))
            .restore(document, stable.revision(), stable.image(), now));
    write(
        "revision "
            + failed.to()
            + " failed: "
            + failed.reason()
            + "; putting back revision "
            + stable.revision(),
        drafts);
    log.warn(
        "{} revision {} failed: {}; putting back revision {}",
        name,
        failed.to(),
        failed.reason(),
        stable.revision());
  }

  private void write(String message, List<Draft> drafts) {
    scribe.write(
        new Write(Caller.CONTROLLER, message, Optional.empty(), leadership.hold(), drafts));
  }
}
