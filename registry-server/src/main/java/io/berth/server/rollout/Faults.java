package io.berth.server.rollout;

import io.berth.api.Durations;
import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.Probe;
import io.berth.api.Rollout.Slot;
import io.berth.api.Status;
import java.time.Duration;
import java.util.Optional;

/** What makes a new container a bad one, and how that is said. */
final class Faults {
  private Faults() {}

  /**
   * The fault of a container that was not healthy for long enough yet.
   *
   * @param patient whether it may crash and come up again
   */
  static Optional<String> beforeCounting(Status status, boolean patient) {
    if (status.state() == InstanceState.FAILED) {
      return Optional.of(name(status) + " could not be started: " + status.error());
    }
    return !patient && isDown(status) ? Optional.of(end(status)) : Optional.empty();
  }

  /** The fault of a container that counted once, with so many restarts. */
  static Optional<String> afterCounting(Status status, int restarts) {
    if (status.state() == InstanceState.FAILED) {
      return Optional.of(name(status) + " could not be started again: " + status.error());
    }
    if (isDown(status) || status.restarts() > restarts) {
      return Optional.of(end(status));
    }
    return status.health() == Health.FAILING
        ? Optional.of(name(status) + " became unhealthy" + lastProbe(status))
        : Optional.empty();
  }

  /** The fault of a replica that did not count in time. */
  static String overdue(Slot slot, Optional<Status> status, Duration deadline) {
    String within = " was not healthy within " + Durations.format(deadline);
    return status
        .map(
            seen ->
                name(seen)
                    + within
                    + lastProbe(seen)
                    + (seen.error().isEmpty() ? "" : ": " + seen.error()))
        .orElse("replica " + slot.replica() + within + ": " + slot.host() + " does not report it");
  }

  /**
   * Whether it has ended unasked. Restarts say nothing before it counts: a container that is gone
   * back to brings those of its earlier life.
   */
  private static boolean isDown(Status status) {
    return status.state() == InstanceState.BACKING_OFF || status.state() == InstanceState.EXITED;
  }

  private static String end(Status status) {
    return name(status)
        + " exited"
        + (status.exitCode() == null ? "" : " with code " + status.exitCode());
  }

  private static String name(Status status) {
    return status.instance() + " on " + status.host();
  }

  private static String lastProbe(Status status) {
    Probe probe = status.probe();
    if (probe == null || probe.passed()) {
      return "";
    }
    return ", the last probe of "
        + probe.url()
        + " said: "
        + (probe.status() == 0 ? "" : probe.status() + " ")
        + probe.error();
  }
}
