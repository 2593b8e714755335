package io.berth.agent.supervise;

import io.berth.agent.container.Container.Run;
import io.berth.api.Probe;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** How ends and probes read. */
final class Words {
  private Words() {}

  static String ended(Run run) {
    String why = run.oomKilled() ? " for want of memory" : "";
    String said = run.error().isEmpty() ? "" : ": " + run.error();
    return "exited with code " + run.exitCode() + why + said;
  }

  static String error(Probe probe) {
    return probe == null ? "no probe yet" : probe.url() + ": " + probe.error();
  }

  /** The first of these that is still to come; nulls are none. */
  static Optional<Instant> earliest(Instant now, Instant... times) {
    return Arrays.stream(times)
        .filter(Objects::nonNull)
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }
}
