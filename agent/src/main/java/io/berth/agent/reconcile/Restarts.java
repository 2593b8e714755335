package io.berth.agent.reconcile;

import io.berth.api.spec.Restart;

/** Whether a container that ended is started again, and which of its ends are recorded. */
public final class Restarts {
  private static final int ALWAYS_RECORDED = 3;
  private static final int THEN_EVERY = 10;

  private Restarts() {}

  /** Whether the policy lets it be started again; one that was asked to end always may be. */
  public static boolean allowed(Restart policy, Observed container) {
    if (container.phase() != Phase.ENDED || container.ending() == Ending.ASKED) {
      return true;
    }
    return switch (policy) {
      case ALWAYS, UNLESS_STOPPED -> true;
      case ON_FAILURE -> container.exitCode() != 0;
      case NO -> false;
    };
  }

  /** Whether it ended by itself and that is to be recorded: a crash loop must not fill the disk. */
  static boolean recordDue(Observed container) {
    int ends = container.ends();
    return container.phase() == Phase.ENDED
        && container.ending() == Ending.UNASKED
        && !container.recorded()
        && (ends <= ALWAYS_RECORDED || ends % THEN_EVERY == 0);
  }
}
