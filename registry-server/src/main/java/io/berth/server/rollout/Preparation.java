package io.berth.server.rollout;

import io.berth.api.Durations;
import io.berth.api.ImageState;
import io.berth.api.ImageStatus;
import io.berth.api.Rollout;
import io.berth.api.RolloutKind;
import io.berth.server.assignment.Placed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What comes before any container is touched: a place for every replica, and the image on all their
 * hosts, by one digest.
 *
 * @param rollout as far as it has come
 * @param ready whether all is there
 * @param fault why it never will be; empty while it may
 */
record Preparation(Rollout rollout, boolean ready, Optional<String> fault) {
  static Preparation of(Rollout rollout, Situation situation) {
    Places places = Places.of(rollout, situation);
    Placed placed = places.placed();
    if (!placed.whole()) {
      return placed.hopeless() || late(rollout, situation)
          ? failed(rollout, placed.missing())
          : waiting(new Edit(rollout, situation.now()).reason("waits: " + placed.missing()));
    }
    List<String> hosts = awaited(rollout, situation, placed);
    for (String host : hosts) {
      ImageStatus image = situation.images().get(host);
      if (image != null && image.state() == ImageState.FAILED) {
        return failed(rollout, host + " could not make the image ready: " + image.error());
      }
    }
    String pinned = rollout.image().isEmpty() ? firstPinned(situation, hosts) : rollout.image();
    List<String> missing = hosts.stream().filter(host -> !has(situation, host, pinned)).toList();
    Edit edit =
        new Edit(rollout, situation.now())
            .reason("")
            .image(pinned)
            .strategy(places.strategy())
            .slots(places.slots());
    if (missing.isEmpty()) {
      String ready =
          hosts.isEmpty()
              ? "no replica is wanted"
              : pinned + " is ready on " + String.join(", ", hosts);
      return new Preparation(edit.ended(StepName.IMAGE, ready).done(), true, Optional.empty());
    }
    String detail =
        (pinned.isEmpty() ? situation.spec().image() : pinned)
            + " is made ready on "
            + missing.stream()
                .map(host -> named(situation, host))
                .collect(Collectors.joining(", "));
    return late(rollout, situation)
        ? failed(rollout, detail + ", but was not within " + Durations.format(deadline(situation)))
        : waiting(edit.running(StepName.IMAGE, detail).running(StepName.PULL, detail));
  }

  /**
   * What is worse is not to run on because one host is away: that one goes back when it is there.
   */
  private static List<String> awaited(Rollout rollout, Situation situation, Placed placed) {
    List<String> hosts = placed.hosts().values().stream().distinct().sorted().toList();
    List<String> ready = hosts.stream().filter(situation::isReady).toList();
    return rollout.kind() == RolloutKind.ROLLBACK && !ready.isEmpty() ? ready : hosts;
  }

  private static Preparation waiting(Edit edit) {
    return new Preparation(edit.done(), false, Optional.empty());
  }

  private static Preparation failed(Rollout rollout, String why) {
    return new Preparation(rollout, false, Optional.of(why));
  }

  private static boolean has(Situation situation, String host, String pinned) {
    ImageStatus image = situation.images().get(host);
    return image != null && image.state() == ImageState.READY && image.pinned().equals(pinned);
  }

  private static String firstPinned(Situation situation, List<String> hosts) {
    return hosts.stream()
        .map(situation.images()::get)
        .filter(image -> image != null && image.state() == ImageState.READY)
        .map(ImageStatus::pinned)
        .findFirst()
        .orElse("");
  }

  /** A host that is waited for in vain is to be seen at once. */
  private static String named(Situation situation, String host) {
    return situation.isReady(host) ? host : host + " (which is not ready)";
  }

  private static boolean late(Rollout rollout, Situation situation) {
    return situation.now().isAfter(rollout.progressAt().plus(deadline(situation)));
  }

  private static Duration deadline(Situation situation) {
    return situation.spec().deploy().update().progressDeadline();
  }
}
