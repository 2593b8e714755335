package io.berth.server.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Assignment;
import io.berth.api.ContainerRecord;
import io.berth.api.Registration;
import io.berth.api.Rollout;
import io.berth.server.host.KnownHost;

/** What is journaled, and how its keys are made. */
public enum Kind {
  /** A service's spec as it was put; key {@code namespace/service}, the version is the revision. */
  SERVICE(JsonNode.class),
  /** A rollout; key {@code namespace.service.revision}. */
  ROLLOUT(Rollout.class),
  /** What should run where; key {@code namespace/service/replica}. */
  ASSIGNMENT(Assignment.class),
  /** A host that has reported; key its name. */
  HOST(KnownHost.class),
  /**
   * A process that registered itself; key {@code namespace/service/id}. Renewals are not journaled.
   */
  INSTANCE(Registration.class),
  /**
   * What is kept of a container; key {@code namespace/service/id}. Read from the journal only,
   * never held in memory.
   */
  RECORD(ContainerRecord.class);

  private final Class<?> type;

  Kind(Class<?> type) {
    this.type = type;
  }

  /** The type of its documents. */
  public Class<?> type() {
    return type;
  }

  /** Whether its newest versions are held in memory, see {@link Heads}. */
  public boolean live() {
    return this != RECORD;
  }
}
