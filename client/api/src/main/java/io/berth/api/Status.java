package io.berth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.api.Instance.InstancePort;
import java.time.Instant;
import java.util.List;

/**
 * What an agent observes of one container of an assignment. While one replaces another, a replica
 * has two.
 *
 * @param namespace groups services
 * @param service its service
 * @param replica which copy
 * @param host the agent's host
 * @param instance the container's name, the id of the instance
 * @param container the engine's id of it; empty while there is none
 * @param revision the revision that it runs for: the assignment's, when the container fits it, else
 *     that of its label
 * @param specHash what of the spec the container was made from, see its label {@code
 *     berth.spec-hash}
 * @param current whether the container fits its assignment; false for one that is to be replaced or
 *     removed
 * @param image the image reference that it was made from, pinned by digest or image id
 * @param state where it is in its life
 * @param health what its probes say
 * @param counted whether it was healthy for min_healthy_time without a break since it started
 * @param probe the last probe; null before the first
 * @param restarts how often it was started again after it ended unasked, since it runs for this
 *     revision
 * @param exitCode of its last end; null where it never ended
 * @param error why it could not be made or started, naming the port, volume or image; empty where
 *     nothing went wrong
 * @param address where its published ports are reached
 * @param ports its ports with the host ports that the engine gave them
 * @param cpu thousandths of a core used lately
 * @param memory bytes used, without the page cache
 * @param createdAt of the container
 * @param startedAt of its last start; null where it was never started
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Status(
    String namespace,
    String service,
    int replica,
    String host,
    String instance,
    String container,
    long revision,
    String specHash,
    boolean current,
    String image,
    InstanceState state,
    Health health,
    boolean counted,
    Probe probe,
    int restarts,
    Integer exitCode,
    String error,
    String address,
    List<InstancePort> ports,
    long cpu,
    long memory,
    Instant createdAt,
    Instant startedAt) {
  /** Never null. */
  public Status {
    error = error == null ? "" : error;
    ports = ports == null ? List.of() : List.copyOf(ports);
  }

  /** The same without what changes at every report: what an ETag is made of. */
  public Status steady() {
    Probe outcome =
        probe == null ? null : new Probe(null, probe.url(), probe.status(), probe.error());
    return new Status(
        namespace, service, replica, host, instance, container, revision, specHash, current, image,
        state, health, counted, outcome, restarts, exitCode, error, address, ports, 0, 0, createdAt,
        startedAt);
  }
}
