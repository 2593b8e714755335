package io.berth.server.rollout;

import io.berth.api.ProblemCode;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Asked;
import io.berth.api.RolloutAction;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.Refused;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.StaleVersion;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes down what somebody asks of a rollout. The controller alone does it, so that it never comes
 * between two steps of a plan.
 */
public final class Steering {
  private static final int TRIES = 20;

  private final Scribe scribe;
  private final Journal journal;
  private final Clock clock;

  /** Wires it. */
  public Steering(Scribe scribe, Journal journal, Clock clock) {
    this.scribe = scribe;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Asks something of a rollout; asked again with the same request, it is asked once. Blocks.
   *
   * @throws NotFound when there is no such rollout
   * @throws Refused when its state does not allow it
   */
  public Rollout ask(String id, RolloutAction action, Caller caller) {
    if (caller.request().flatMap(journal::committed).isPresent()) {
      return newest(id).document(Rollout.class);
    }
    for (int tries = 1; ; tries++) {
      Entry entry = newest(id);
      Rollout asked = asked(entry.document(Rollout.class), action, caller);
      try {
        scribe.write(
            caller.write(List.of(new Draft(Kind.ROLLOUT, id, entry.version() + 1, asked))));
        return asked;
      } catch (StaleVersion e) {
        if (tries == TRIES) {
          throw new Refused(ProblemCode.CONFLICT, id + " changes all the time; try again");
        }
      }
    }
  }

  private Rollout asked(Rollout rollout, RolloutAction action, Caller caller) {
    Optional<String> aborted =
        Optional.ofNullable(rollout.asked())
            .filter(before -> before.action() == RolloutAction.ABORT)
            .map(before -> "it is being aborted, as " + before.by() + " asked");
    Asking.refusal(rollout, action)
        .or(() -> aborted)
        .ifPresent(
            why -> {
              throw new Refused(ProblemCode.CONFLICT, rollout.id() + ": " + why);
            });
    Instant now = clock.instant();
    return new Edit(rollout, now).asked(new Asked(action, caller.author(), now)).done();
  }

  private Entry newest(String id) {
    return journal.heads(Kind.ROLLOUT, List.of(id)).stream()
        .filter(entry -> !entry.deleted())
        .findFirst()
        .orElseThrow(() -> new NotFound("there is no rollout " + id));
  }
}
