package io.berth.agent.container;

import io.berth.agent.reconcile.HostPort;
import io.berth.agent.reconcile.Phase;
import io.berth.api.Instance.InstancePort;
import io.berth.api.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A container of this cluster on this host, as the engine shows it.
 *
 * @param id the engine's
 * @param name unique on the engine; the id of the instance
 * @param labels what it was made for and from
 * @param run what its process does
 * @param shape what it was made to be
 * @param createdAt when it was made
 */
public record Container(
    String id, String name, Labels labels, Run run, Shape shape, Instant createdAt) {

  /**
   * What a container's process does.
   *
   * @param phase where it is in its life
   * @param startedAt of the last start; null for never
   * @param endedAt of the last end; null for never
   * @param exitCode of the last end
   * @param oomKilled whether the kernel ended it for want of memory
   * @param error the engine's, empty for none
   * @param address of the container in the engine's network; empty while it does not run
   * @param ports with the host ports that they are published on now
   * @param check what the image's own health check says; empty where there is none
   */
  public record Run(
      Phase phase,
      Instant startedAt,
      Instant endedAt,
      int exitCode,
      boolean oomKilled,
      String error,
      String address,
      List<InstancePort> ports,
      Optional<OwnCheck> check) {

    /** Whether its process runs. */
    public boolean running() {
      return phase == Phase.RUNNING;
    }
  }

  /**
   * What the engine says of an image's own health check.
   *
   * @param state {@code starting}, {@code healthy} or {@code unhealthy}
   * @param probes the last ones, oldest first
   */
  public record OwnCheck(String state, List<Probe> probes) {}

  /**
   * What a container was made to be.
   *
   * @param published host ports that it was told to have
   * @param volumes sources of its volumes
   * @param grace how long it may take to end
   * @param command entrypoint and command
   * @param mounts as {@code "data:/data"}
   */
  public record Shape(
      Set<HostPort> published,
      Set<String> volumes,
      Duration grace,
      List<String> command,
      List<String> mounts) {}
}
