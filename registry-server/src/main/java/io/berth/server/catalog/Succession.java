package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.api.spec.Spec;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import io.berth.server.rollout.Starts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a service goes from its newest revision to the next: the drafts of the spec, of its rollout,
 * and of the rollout before, which gives way. All are committed in one write.
 *
 * @param name of the service
 * @param head its newest revision; empty when it never was
 * @param rollout of its newest revision that was not a deletion; empty when it never was
 */
public record Succession(ServiceName name, Optional<Entry> head, Optional<Entry> rollout) {

  /** The newest revision of a service that is there, 0 for none. */
  long current() {
    return head.filter(entry -> !entry.deleted()).map(Entry::version).orElse(0L);
  }

  /** The revision that comes next; numbers go on after a deletion. */
  public long next() {
    return head.map(Entry::version).orElse(0L) + 1;
  }

  /** The newest document; empty when there is no such service. */
  Optional<JsonNode> document() {
    return head.filter(entry -> !entry.deleted()).map(entry -> entry.document(JsonNode.class));
  }

  Optional<Rollout> before() {
    return rollout.filter(entry -> !entry.deleted()).map(entry -> entry.document(Rollout.class));
  }

  /** Whether the newest rollout has not come to a stop short of its end. */
  boolean goesOnOrHeld() {
    return before()
        .map(Rollout::state)
        .filter(state -> state == RolloutState.FAILED || state == RolloutState.PAUSED)
        .isEmpty();
  }

  /** Somebody puts a spec. */
  public List<Draft> update(JsonNode document, Spec spec, Instant now) {
    Rollout next = Starts.update(name, next(), spec, pinned(spec), before(), now);
    return drafts(document, next, now);
  }

  /** An earlier revision is put back, with the image that it ran. */
  public List<Draft> restore(JsonNode document, long restored, String image, Instant now) {
    Spec spec = SpecReader.read(document);
    Rollout next = Starts.rollback(name, next(), restored, spec, image, before(), now);
    return drafts(document, next, now);
  }

  /** The service and all its assignments go. */
  List<Draft> delete(List<Entry> assignments, Instant now) {
    List<Draft> drafts = new ArrayList<>();
    drafts.add(new Draft(Kind.SERVICE, name.key(), next(), null));
    giveWay(drafts, now);
    for (Entry entry : assignments) {
      Assignment assignment = entry.document(Assignment.class);
      drafts.add(new Draft(Kind.ASSIGNMENT, assignment.key(), entry.version() + 1, null));
    }
    return drafts;
  }

  private List<Draft> drafts(JsonNode document, Rollout next, Instant now) {
    List<Draft> drafts = new ArrayList<>();
    drafts.add(new Draft(Kind.SERVICE, name.key(), next.to(), document));
    drafts.add(new Draft(Kind.ROLLOUT, next.id(), 1, next));
    giveWay(drafts, now);
    return drafts;
  }

  private void giveWay(List<Draft> drafts, Instant now) {
    before()
        .filter(before -> !before.ended())
        .ifPresent(
            before ->
                drafts.add(
                    new Draft(
                        Kind.ROLLOUT,
                        before.id(),
                        rollout.orElseThrow().version() + 1,
                        Starts.superseded(before, next(), now))));
  }

  /**
   * A spec that needs no other container keeps the image that runs, even if its tag has moved
   * meanwhile. One that never held is not kept once its rollout stands still: the tag may have been
   * mended.
   */
  private String pinned(Spec spec) {
    return document()
        .map(SpecReader::read)
        .filter(previous -> previous.container().equals(spec.container()))
        .flatMap(previous -> before())
        .filter(before -> goesOnOrHeld() || hasHeld(before.image(), before))
        .map(Rollout::image)
        .orElse("");
  }

  private static boolean hasHeld(String image, Rollout rollout) {
    return rollout.stable().stream().anyMatch(stable -> stable.image().equals(image));
  }
}
