package io.berth.server.rollout;

import io.berth.api.Assignment;
import io.berth.api.ImageStatus;
import io.berth.api.Rollout;
import io.berth.api.Status;
import io.berth.api.spec.Spec;
import io.berth.server.assignment.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a plan is made from.
 *
 * @param now the time by the servers' clock
 * @param spec of the revision that is rolled out
 * @param previous the rollout of the revision before it
 * @param hosts all that are known
 * @param assignments of the service, now
 * @param statuses what the agents report of the service
 * @param images host → what it reports of the rollout's image
 * @param pruned host → images that it removed
 * @param measured what was measured in the interval that has just ended; empty in its midst
 */
public record Situation(
    Instant now,
    Spec spec,
    Optional<Rollout> previous,
    List<Candidate> hosts,
    List<Assignment> assignments,
    List<Status> statuses,
    Map<String, ImageStatus> images,
    Map<String, Set<String>> pruned,
    Optional<Measured> measured) {

  /**
   * What is reported of the container that should run as this replica on this host for this
   * revision. What was reported last of a host that is not ready may have ended with it.
   */
  Optional<Status> status(int replica, String host, long revision) {
    return statuses.stream()
        .filter(status -> status.current() && status.revision() == revision)
        .filter(status -> status.replica() == replica && status.host().equals(host))
        .filter(status -> isReady(host))
        .findFirst();
  }

  /** Whether a host can be counted on. */
  boolean isReady(String host) {
    return hosts.stream().anyMatch(known -> known.name().equals(host) && known.ready());
  }
}
