package io.berth.server.rollout;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Stable;
import java.util.List;

/** What is to be done next about a rollout. */
public sealed interface Decision {
  /** Nothing yet. */
  record Wait() implements Decision {}

  /**
   * The rollout goes on, or ends.
   *
   * @param rollout as it is to be from now on
   * @param assign assignments to write
   * @param withdraw assignments to delete
   */
  record Advance(Rollout rollout, List<Assignment> assign, List<Assignment> withdraw)
      implements Decision {}

  /**
   * The rollout failed and the last stable revision is to be put back, as a new revision.
   *
   * @param rollout as failed, but for the revision that supersedes it
   * @param to what is put back
   */
  record GoBack(Rollout rollout, Stable to) implements Decision {}
}
