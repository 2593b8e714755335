package io.berth.api;

import java.time.Instant;
import java.util.List;

/**
 * What is kept of a container that was replaced, removed or that failed: what a rollback and a
 * post-mortem rest on.
 *
 * @param id unique in its service, the container's name and the number of its end
 * @param namespace groups services
 * @param service its service
 * @param replica which copy
 * @param host where it ran
 * @param revision the revision that it ran
 * @param image the pinned image
 * @param container the engine's id of it
 * @param reason why the record was kept
 * @param detail why, in a sentence
 * @param exitCode null while it still ran
 * @param oomKilled whether the kernel ended it for want of memory
 * @param error the engine's error, empty for none
 * @param createdAt of the container
 * @param startedAt of its last start; null for never
 * @param endedAt of its last end; null while it still ran
 * @param restarts how often it was started again
 * @param command what ran: entrypoint and command
 * @param ports published ports as {@code "80->8080/tcp"}
 * @param mounts as {@code "data:/data"}
 * @param probes the last probes, oldest first, at most 20
 * @param log the last lines of its output, oldest first, at most 100
 */
public record ContainerRecord(
    String id,
    String namespace,
    String service,
    int replica,
    String host,
    long revision,
    String image,
    String container,
    RecordReason reason,
    String detail,
    Integer exitCode,
    boolean oomKilled,
    String error,
    Instant createdAt,
    Instant startedAt,
    Instant endedAt,
    int restarts,
    List<String> command,
    List<String> ports,
    List<String> mounts,
    List<Probe> probes,
    List<String> log) {
  /** Never null. */
  public ContainerRecord {
    command = command == null ? List.of() : List.copyOf(command);
    ports = ports == null ? List.of() : List.copyOf(ports);
    mounts = mounts == null ? List.of() : List.copyOf(mounts);
    probes = probes == null ? List.of() : List.copyOf(probes);
    log = log == null ? List.of() : List.copyOf(log);
  }
}
