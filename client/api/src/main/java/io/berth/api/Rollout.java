package io.berth.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.api.spec.Strategy;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The ordered steps that take a service to a revision; every revision has one.
 *
 * @param id {@code namespace.service.revision}
 * @param namespace groups services
 * @param service its service
 * @param from the revision before it, 0 for none
 * @param to the revision it carries out
 * @param kind update or rollback
 * @param state where it stands
 * @param reason why it failed, paused, waits or was superseded; empty otherwise
 * @param image the image of {@code to}, pinned; empty until it is known
 * @param strategy how it goes: as the spec says, but rolling where nothing runs to stand beside
 * @param slots where each replica goes and how far it is
 * @param shift how far the requests have moved to {@code to}
 * @param analysis the new revision beside the old ones
 * @param steps what was done and is to be done, in order
 * @param stable the revisions that held, newest first, with their pinned images: what can be
 *     returned to
 * @param supersededBy the revision that took its place or put the stable one back; 0 for none
 * @param pausedIn the state in which it was paused, and goes on when it is resumed; null where it
 *     is not paused
 * @param asked what somebody asked of it and is not done yet; null for nothing
 * @param createdAt when the revision was put
 * @param progressAt from when progress_deadline and monitor count: when a replica last came to
 *     count, a stage or the monitor began, or it was resumed
 * @param updatedAt its last change
 * @param instances in answers only: what the agents report now of the service's containers
 */
public record Rollout(
    String id,
    String namespace,
    String service,
    long from,
    long to,
    RolloutKind kind,
    RolloutState state,
    String reason,
    String image,
    Strategy strategy,
    List<Slot> slots,
    Shift shift,
    Analysis analysis,
    List<Step> steps,
    List<Stable> stable,
    long supersededBy,
    RolloutState pausedIn,
    Asked asked,
    Instant createdAt,
    Instant progressAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Status> instances) {
  /** Never null, but for {@code instances}, which only answers have. */
  public Rollout {
    strategy = strategy == null ? Strategy.ROLLING : strategy;
    slots = slots == null ? List.of() : List.copyOf(slots);
    shift = shift == null ? Shift.NONE : shift;
    analysis = analysis == null ? Analysis.NONE : analysis;
    steps = steps == null ? List.of() : List.copyOf(steps);
    stable = stable == null ? List.of() : List.copyOf(stable);
  }

  /** The same rollout with what the agents report now. */
  public Rollout withInstances(List<Status> instances) {
    return new Rollout(
        id,
        namespace,
        service,
        from,
        to,
        kind,
        state,
        reason,
        image,
        strategy,
        slots,
        shift,
        analysis,
        steps,
        stable,
        supersededBy,
        pausedIn,
        asked,
        createdAt,
        progressAt,
        updatedAt,
        instances);
  }

  /** Whether its revision is being compared with those before it. */
  @JsonIgnore
  public boolean isCompared() {
    return !ended() && kind == RolloutKind.UPDATE && !stable.isEmpty();
  }

  /** Whether it has ended for good. A paused one has not: it may be superseded. */
  public boolean ended() {
    return state == RolloutState.SUCCEEDED
        || state == RolloutState.FAILED
        || state == RolloutState.SUPERSEDED;
  }

  /**
   * One replica of a rollout.
   *
   * @param replica which copy
   * @param host where it goes
   * @param assignedAt when its host was told; null before
   * @param countedAt when it came to count; null before
   * @param restarts of its container when it came to count
   */
  public record Slot(
      int replica, String host, Instant assignedAt, Instant countedAt, int restarts) {}

  /**
   * How far the requests have moved.
   *
   * @param stage which stage of the strategy is under way, from 0: a canary has one a step and a
   *     last one for all other replicas
   * @param weights revision → its share of the requests, in percent; the revisions that are not
   *     named divide the rest by their replicas
   * @param since when the stage had all its replicas, and its hold began; null before
   */
  public record Shift(int stage, Map<Long, Integer> weights, Instant since) {
    /** Nothing has moved, and nothing is divided. */
    public static final Shift NONE = new Shift(0, Map.of(), null);

    /** Never null, but for {@code since}. */
    public Shift {
      weights = weights == null ? Map.of() : Map.copyOf(weights);
    }
  }

  /**
   * Something that a person or a pipeline asked of a rollout.
   *
   * @param action what
   * @param by who
   * @param at when
   */
  public record Asked(RolloutAction action, String by, Instant at) {}

  /**
   * One step, as shown to people.
   *
   * @param name what: image, registry, replace, watch, judge, prune; of a rollback: record,
   *     restore, pull, watch, prune
   * @param state how far
   * @param detail what happened, in a sentence
   * @param startedAt null before
   * @param endedAt null before
   */
  public record Step(
      String name, StepState state, String detail, Instant startedAt, Instant endedAt) {}

  /** A revision that held, and its pinned image. */
  public record Stable(long revision, String image) {}
}
