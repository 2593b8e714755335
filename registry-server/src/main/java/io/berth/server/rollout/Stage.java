package io.berth.server.rollout;

import io.berth.api.spec.Spec;
import io.berth.api.spec.Strategy;
import io.berth.api.spec.Update;
import io.berth.api.spec.Update.CanaryStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a rollout: so many replicas are brought up; once they count, the requests are
 * divided, and that is held.
 *
 * @param replicas how many of the first slots are to count
 * @param parallelism how many of them may be under way at a time
 * @param weight of the new revision from then on, in percent; null to divide by replica alone, from
 *     the beginning of the stage on
 * @param hold how long before the next stage
 * @param gated whether a person has to let it go on
 */
record Stage(int replicas, int parallelism, Integer weight, Duration hold, boolean gated) {
  private static final int ALL = 100;

  /** The stages of a strategy over so many slots, at least one. */
  static List<Stage> of(Strategy strategy, Update update, int slots) {
    return switch (strategy) {
      case ROLLING -> List.of(rest(update, slots));
      case BLUE_GREEN ->
          List.of(
              new Stage(slots, slots, 0, Duration.ZERO, !update.autoPromote()),
              new Stage(slots, slots, ALL, Duration.ZERO, false));
      case CANARY -> canary(update, slots);
    };
  }

  /**
   * The only one of a rollback: all at once, as what is there is known to be worse; but for those
   * that stop before the good one starts, which would all be away at once.
   */
  static Stage back(Spec spec, int slots) {
    int parallelism = spec.stopsFirst() ? spec.deploy().update().parallelism() : slots;
    return new Stage(slots, Math.max(1, parallelism), ALL, Duration.ZERO, false);
  }

  private static List<Stage> canary(Update update, int slots) {
    List<Stage> stages = new ArrayList<>();
    for (CanaryStep step : update.canary()) {
      int replicas = replicas(step.weight(), slots);
      stages.add(new Stage(replicas, replicas, step.weight(), step.hold(), !update.autoPromote()));
    }
    stages.add(rest(update, slots));
    return List.copyOf(stages);
  }

  private static Stage rest(Update update, int slots) {
    return new Stage(slots, update.parallelism(), null, Duration.ZERO, false);
  }

  /** How many replicas stand beside the old ones before those are replaced. */
  static int beside(Strategy strategy, Update update, int slots) {
    return switch (strategy) {
      case ROLLING -> 0;
      case BLUE_GREEN -> slots;
      case CANARY ->
          update.canary().stream().mapToInt(step -> replicas(step.weight(), slots)).max().orElse(0);
    };
  }

  /** Enough to carry a share of the requests: that share of the replicas, and one at least. */
  private static int replicas(int weight, int slots) {
    return Math.min(slots, Math.max(1, (slots * weight + ALL - 1) / ALL));
  }
}
