package io.berth.agent.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;

/**
 * One container of this cluster on this host.
 *
 * @param name the container's
 * @param key which replica of what
 * @param revision the one that it was made for
 * @param origin what it was made from
 * @param phase where it is in its life
 * @param live whether its process runs, or may within the moment
 * @param busy whether a step of it is under way; its phase may be about to change
 * @param waiting whether it backs off before it is started again
 * @param counted whether it was healthy for long enough to take over
 * @param ending why it ended, where it did
 * @param exitCode of its last end
 * @param ends how often it ended
 * @param recorded whether a record of its last end was kept
 * @param fault what is wrong with it, in a sentence; empty for nothing
 * @param ports of the host that it holds when it runs
 * @param volumes sources of its volumes
 * @param exclusive those of its volumes that no other container may have while it runs
 * @param grace how long it may take to end
 * @param createdAt when it was made
 */
public record Observed(
    String name,
    String key,
    long revision,
    Origin origin,
    Phase phase,
    boolean live,
    boolean busy,
    boolean waiting,
    boolean counted,
    Ending ending,
    int exitCode,
    int ends,
    boolean recorded,
    String fault,
    Set<HostPort> ports,
    Set<String> volumes,
    Set<String> exclusive,
    Duration grace,
    Instant createdAt) {

  /** Whether its process runs and nothing is being done to it. */
  boolean steady() {
    return phase == Phase.RUNNING && !busy;
  }

  /** Whether no process runs and nothing is being done to it. */
  boolean idle() {
    return !live && !busy;
  }

  /** Whether the two must not run at the same time. */
  boolean excludes(Observed other) {
    return !Collections.disjoint(ports, other.ports)
        || !Collections.disjoint(exclusive, other.volumes)
        || !Collections.disjoint(volumes, other.exclusive);
  }
}
