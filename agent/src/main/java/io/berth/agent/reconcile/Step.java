package io.berth.agent.reconcile;

import io.berth.api.Assignment;
import io.berth.api.RecordReason;
import java.time.Duration;

/**
 * One thing to do. Steps for one container are done in their order, those for different containers
 * at the same time; each may be done twice without harm.
 */
public sealed interface Step {

  /** Make the container of an assignment, without starting it. */
  record Create(Assignment assignment, Origin origin) implements Step {}

  /** Start a container, for the first time or again. */
  record Start(String container) implements Step {}

  /** Ask a container to end, and end it when the grace is over. */
  record Stop(String container, Duration grace) implements Step {}

  /** Keep what a post-mortem needs of a container. */
  record KeepRecord(String container, RecordReason reason, String detail) implements Step {}

  /** Remove a container that does not run. */
  record Remove(String container) implements Step {}

  /** Leave a container as it is, and say why it cannot be started. */
  record Hold(String container, String error) implements Step {}
}
