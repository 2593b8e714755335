package io.berth.server.rollout;

import io.berth.api.Rollout;
import io.berth.api.RolloutAction;
import io.berth.api.RolloutState;
import java.util.Locale;
import java.util.Optional;

/** What can be asked of a rollout as it stands. */
final class Asking {
  private Asking() {}

  /** Why it cannot be done; empty when it can. */
  static Optional<String> refusal(Rollout rollout, RolloutAction action) {
    if (rollout.ended()) {
      return Optional.of("it has ended: it is " + state(rollout));
    }
    boolean paused = rollout.state() == RolloutState.PAUSED;
    return switch (action) {
      case PAUSE ->
          paused ? Optional.of("it is paused already: " + rollout.reason()) : Optional.empty();
      case RESUME ->
          paused ? Optional.empty() : Optional.of("it is not paused: it is " + state(rollout));
      case PROMOTE ->
          isHeld(rollout)
              ? Optional.empty()
              : Optional.of("it waits for no promotion: it is " + state(rollout));
      case ABORT -> Optional.empty();
    };
  }

  /** Whether it waits for the end of a hold, or is paused in one. */
  private static boolean isHeld(Rollout rollout) {
    boolean updating =
        rollout.state() == RolloutState.UPDATING || rollout.pausedIn() == RolloutState.UPDATING;
    return updating && rollout.shift().since() != null;
  }

  private static String state(Rollout rollout) {
    return rollout.state().name().toLowerCase(Locale.ROOT);
  }
}
