package io.berth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

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
 * @param slots where each replica goes and how far it is
 * @param steps what was done and is to be done, in order
 * @param stable the revisions that held, newest first, with their pinned images: what can be
 *     returned to
 * @param supersededBy the revision that took its place or put the stable one back; 0 for none
 * @param createdAt when the revision was put
 * @param progressAt the last time that a replica came to count
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
    List<Slot> slots,
    List<Step> steps,
    List<Stable> stable,
    long supersededBy,
    Instant createdAt,
    Instant progressAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Status> instances) {
  /** Never null, but for {@code instances}, which only answers have. */
  public Rollout {
    slots = slots == null ? List.of() : List.copyOf(slots);
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
        slots,
        steps,
        stable,
        supersededBy,
        createdAt,
        progressAt,
        updatedAt,
        instances);
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
