package io.berth.api.spec;

import java.time.Duration;
import java.util.List;

/**
 * How a rollout goes from one revision to another.
 *
 * @param strategy the plan
 * @param order which container of a replica runs first; a host port held by the old container makes
 *     it stop-first
 * @param parallelism replicas replaced at a time
 * @param minHealthyTime how long a new container must be healthy without a break to count
 * @param healthyDeadline how long a new container may take to count
 * @param progressDeadline how long a rollout may go without one more replica that counts
 * @param monitor how long after the last switch the revision is still watched
 * @param onFailure what follows a failure
 * @param drainTimeout how long requests in flight may take at a switch
 * @param canary the shares of a canary, empty for none
 * @param autoPromote whether a canary goes on, and blue-green switches, by itself
 * @param analysis the bounds within which the new revision must stay of the old one
 */
public record Update(
    Strategy strategy,
    Order order,
    int parallelism,
    Duration minHealthyTime,
    Duration healthyDeadline,
    Duration progressDeadline,
    Duration monitor,
    OnFailure onFailure,
    Duration drainTimeout,
    List<CanaryStep> canary,
    boolean autoPromote,
    Analysis analysis) {

  /** A share of the requests, in percent, and how long it is held. */
  public record CanaryStep(int weight, Duration hold) {}

  /**
   * The most that the new revision's figures may be of the old one's, and what follows when there
   * is too little to tell.
   */
  public record Analysis(
      int minSamples,
      double maxErrorRatio,
      double maxLatencyRatio,
      double maxCpuRatio,
      double maxMemoryRatio,
      OnInconclusive onInconclusive) {}
}
