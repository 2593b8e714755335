package io.berth.server.rollout;

import io.berth.api.Rollout;
import io.berth.api.Rollout.Stable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last step of a rollout: images that nothing can return to any more are removed by the agents.
 * It is followed for a while and reported; it never fails a rollout.
 */
final class Pruning {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private Pruning() {}

  /**
   * So many of the newest, and the newest of each other image until there are so many images: one
   * that is put back again and again, or runs with other settings, does not drive out the others.
   */
  static List<Stable> kept(List<Stable> newestFirst, int keepRevisions) {
    int newest = Math.min(newestFirst.size(), keepRevisions);
    List<Stable> kept = new ArrayList<>(newestFirst.subList(0, newest));
    Set<String> images = kept.stream().map(Stable::image).collect(Collectors.toSet());
    for (Stable stable : newestFirst.subList(newest, newestFirst.size())) {
      if (images.size() < keepRevisions && images.add(stable.image())) {
        kept.add(stable);
      }
    }
    return kept;
  }

  /** Images of the revision before, and of what it could return to, that this one cannot. */
  static List<String> superfluous(Rollout rollout, Optional<Rollout> previous) {
    List<String> kept = rollout.stable().stream().map(Stable::image).toList();
    List<String> before = new ArrayList<>();
    previous.ifPresent(rolled -> before.add(rolled.image()));
    previous.ifPresent(rolled -> rolled.stable().forEach(stable -> before.add(stable.image())));
    return before.stream()
        .filter(image -> !image.isEmpty() && !kept.contains(image))
        .distinct()
        .toList();
  }

  /** The step as it begins, with the stable revisions that the rollout keeps. */
  static Edit begin(Edit edit, Situation situation) {
    Rollout rollout = edit.done();
    List<String> superfluous = superfluous(rollout, situation.previous());
    if (superfluous.isEmpty() || rollout.slots().isEmpty()) {
      int kept = situation.spec().deploy().keepRevisions();
      return edit.ended(
          StepName.PRUNE,
          "nothing to remove: the images of the last " + kept + " stable revisions are kept");
    }
    return edit.running(StepName.PRUNE, String.join(", ", superfluous) + " is to be removed");
  }

  /** How it ended; empty while that is open. */
  static Optional<String> outcome(Rollout rollout, Situation situation) {
    List<String> superfluous = superfluous(rollout, situation.previous());
    String images = String.join(", ", superfluous);
    boolean gone =
        rollout.slots().stream()
            .map(slot -> situation.pruned().getOrDefault(slot.host(), Set.of()))
            .allMatch(pruned -> pruned.containsAll(superfluous));
    if (gone) {
      return Optional.of(images + " was removed");
    }
    return situation.now().isAfter(rollout.updatedAt().plus(DEADLINE))
        ? Optional.of(images + " is left: something else uses it, or Berth did not pull it")
        : Optional.empty();
  }
}
