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
  SERVICE(JsonNode.class, Held.ALL),
  /** A rollout; key {@code namespace.service.revision}. */
  ROLLOUT(Rollout.class, Held.RECENT),
  /** What should run where; key {@code namespace/service/replica}. */
  ASSIGNMENT(Assignment.class, Held.ALL),
  /** A host that has reported; key its name. */
  HOST(KnownHost.class, Held.ALL),
  /**
   * A process that registered itself; key {@code namespace/service/id}. Renewals are not journaled.
   */
  INSTANCE(Registration.class, Held.ALL),
  /** What is kept of a container; key {@code namespace/service/id}. */
  RECORD(ContainerRecord.class, Held.NONE);

  /** Which documents of a kind are held in memory. The others are read from the journal. */
  public enum Held {
    /** All. */
    ALL,
    /** What a service's newest revisions need. */
    RECENT,
    /** None. */
    NONE
  }

  private final Class<?> type;
  private final Held held;

  Kind(Class<?> type, Held held) {
    this.type = type;
    this.held = held;
  }

  /** The type of its documents. */
  public Class<?> type() {
    return type;
  }

  /** Of which of its documents the newest versions are in {@link Heads}. */
  public Held held() {
    return held;
  }

  /** Whether the newest versions of any of its documents are held in memory. */
  public boolean live() {
    return held != Held.NONE;
  }
}
