package io.berth.cli.follow;

import io.berth.api.ContainerRecord;
import io.berth.api.RecordReason;
import io.berth.api.Rollout;
import io.berth.cli.registry.Call;
import io.berth.cli.registry.Pause;
import io.berth.cli.registry.Refused;
import io.berth.cli.registry.Registry;
import io.berth.cli.registry.Unreachable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds what was kept of the container that made a rollout fail. */
public final class Records {
  private static final int TRIES = 6;
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final Registry registry;

  /** Asks this registry. */
  public Records(Registry registry) {
    this.registry = registry;
  }

  /** The newest record of a failed container of the revision, whole; empty where there is none. */
  public Optional<ContainerRecord> now(Rollout failed) {
    try {
      return newest(failed).map(this::whole);
    } catch (Refused | Unreachable e) {
      return Optional.empty(); // the verdict stands without its evidence
    }
  }

  /**
   * As {@link #now}, but an agent sends it a moment after the verdict, so it is asked for a few
   * times when a container was there to fail.
   */
  Optional<ContainerRecord> soon(Rollout failed) {
    boolean started = failed.slots().stream().anyMatch(slot -> slot.assignedAt() != null);
    Optional<ContainerRecord> kept = Optional.empty();
    for (int tries = 0; started && kept.isEmpty() && tries < TRIES; tries++) {
      if (tries > 0) {
        Pause.of(BETWEEN);
      }
      kept = now(failed);
    }
    return kept;
  }

  private Optional<ContainerRecord> newest(Rollout failed) {
    Call list =
        Call.get("v1", "namespaces", failed.namespace(), "services", failed.service(), "records")
            .query("revision", failed.to());
    List<ContainerRecord> kept = registry.list(list, 100).page(ContainerRecord.class).items();
    return kept.stream()
        .filter(it -> it.reason() == RecordReason.FAILED)
        .findFirst()
        .or(() -> kept.stream().filter(it -> it.reason() == RecordReason.REPLACED).findFirst());
  }

  private ContainerRecord whole(ContainerRecord kept) {
    return registry
        .send(
            Call.get(
                "v1",
                "namespaces",
                kept.namespace(),
                "services",
                kept.service(),
                "records",
                kept.id()))
        .as(ContainerRecord.class);
  }
}
