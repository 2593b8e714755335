package io.berth.server.rollout;

import io.berth.api.RolloutKind;
import java.util.List;

/** The names of a rollout's steps, in the order in which people read them. */
final class StepName {
  /** The image is on every host that needs it. */
  static final String IMAGE = "image";

  /** The revision is in the registry. */
  static final String REGISTRY = "registry";

  /** The containers are replaced. */
  static final String REPLACE = "replace";

  /** What failed is on record. */
  static final String RECORD = "record";

  /** The earlier revision is in the registry again. */
  static final String RESTORE = "restore";

  /** The earlier image is on the hosts and runs. */
  static final String PULL = "pull";

  /** The new containers are watched. */
  static final String WATCH = "watch";

  /** The revision is judged by its health, and by its figures beside those of the old ones. */
  static final String JUDGE = "judge";

  /** Images that nothing can return to are removed. */
  static final String PRUNE = "prune";

  private StepName() {}

  static List<String> of(RolloutKind kind) {
    return kind == RolloutKind.UPDATE
        ? List.of(IMAGE, REGISTRY, REPLACE, WATCH, JUDGE, PRUNE)
        : List.of(RECORD, RESTORE, PULL, WATCH, PRUNE);
  }
}
