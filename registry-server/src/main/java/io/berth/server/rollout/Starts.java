package io.berth.server.rollout;

import io.berth.api.Analysis;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Shift;
import io.berth.api.Rollout.Stable;
import io.berth.api.Rollout.Step;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Strategy;
import io.berth.server.catalog.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How rollouts begin and give way. */
public final class Starts {
  private Starts() {}

  /**
   * The rollout of a revision that somebody put.
   *
   * @param image its pinned image, where that is known before it is pulled; else empty
   */
  public static Rollout update(
      ServiceName name,
      long revision,
      Spec spec,
      String image,
      Optional<Rollout> before,
      Instant now) {
    List<Step> steps = Steps.pending(RolloutKind.UPDATE);
    steps =
        Steps.done(steps, StepName.REGISTRY, "revision " + revision + " is in the registry", now);
    steps =
        Steps.running(
            steps,
            StepName.IMAGE,
            spec.isConfigOnly() ? "" : spec.image() + " is to be made ready",
            now);
    return begun(
        rollout(name, revision, RolloutKind.UPDATE, image, before, steps, now), spec, before, now);
  }

  /**
   * The rollout of a revision that puts an earlier one back.
   *
   * @param restored the earlier revision
   * @param spec its spec
   * @param image its pinned image, empty where that is not known any more
   */
  public static Rollout rollback(
      ServiceName name,
      long revision,
      long restored,
      Spec spec,
      String image,
      Optional<Rollout> before,
      Instant now) {
    List<Step> steps = Steps.pending(RolloutKind.ROLLBACK);
    steps =
        Steps.done(
            steps,
            StepName.RECORD,
            "what ran of revision "
                + (revision - 1)
                + " goes on record: berth records "
                + name.service(),
            now);
    steps =
        Steps.done(
            steps,
            StepName.RESTORE,
            "revision " + revision + " is revision " + restored + " again",
            now);
    steps = Steps.running(steps, StepName.PULL, "", now);
    return begun(
        rollout(name, revision, RolloutKind.ROLLBACK, image, before, steps, now),
        spec,
        before,
        now);
  }

  /**
   * A rollout as it begins: where nothing runs and nothing is to run, all of it is done in the same
   * write. That of a config document is, mostly.
   */
  private static Rollout begun(Rollout rollout, Spec spec, Optional<Rollout> before, Instant now) {
    boolean nothingRuns =
        before
            .map(
                last ->
                    last.state() == RolloutState.SUCCEEDED
                        && last.image().isEmpty()
                        && last.slots().isEmpty())
            .orElse(true);
    return spec.isConfigOnly() && nothingRuns ? Planner.alone(rollout, spec, now) : rollout;
  }

  /** A rollout that gives way to a newer revision. */
  public static Rollout superseded(Rollout rollout, long by, Instant now) {
    String reason = "revision " + by + " took its place";
    return new Edit(rollout, now)
        .state(RolloutState.SUPERSEDED, reason)
        .supersededBy(by)
        .steps(Steps.failed(rollout.steps(), reason, now))
        .done();
  }

  /**
   * Revisions that stood beside the stable one and have not held: what is left of them gets no
   * requests while others can take them. What a rollback puts back has held once.
   */
  private static Map<Long, Integer> withheld(Rollout before) {
    if (before.state() == RolloutState.SUCCEEDED) {
      return Map.of();
    }
    boolean back = before.kind() == RolloutKind.ROLLBACK;
    return before.shift().weights().keySet().stream()
        .filter(revision -> !back || revision != before.to())
        .collect(Collectors.toUnmodifiableMap(revision -> revision, revision -> 0));
  }

  private static Rollout rollout(
      ServiceName name,
      long revision,
      RolloutKind kind,
      String image,
      Optional<Rollout> before,
      List<Step> steps,
      Instant now) {
    List<Stable> stable = before.map(Rollout::stable).orElse(List.of());
    long from = before.map(Rollout::to).orElse(0L);
    return new Rollout(
        name.rollout(revision),
        name.namespace(),
        name.service(),
        from,
        revision,
        kind,
        RolloutState.PREPARING,
        "",
        image,
        Strategy.ROLLING,
        List.of(),
        new Shift(0, before.map(Starts::withheld).orElse(Map.of()), null),
        Analysis.NONE,
        steps,
        stable,
        0,
        null,
        null,
        now,
        now,
        now,
        null);
  }
}
