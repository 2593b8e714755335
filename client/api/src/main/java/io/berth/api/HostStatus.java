package io.berth.api;

import java.util.List;
import java.util.Map;

/**
 * The full report of an agent; it renews the host's lease.
 *
 * @param number grows with every report of the host, so that a late one is told apart, by whatever
 *     way it came; 0 to have the server number it
 * @param cluster the agent's cluster name; another than the server's is refused
 * @param host the host's name
 * @param address where the host's published ports are reached
 * @param labels of the host, for placement
 * @param agentVersion the agent's version
 * @param agent where its own HTTP is reached, such as {@code http://10.0.0.4:7401}; empty from one
 *     that does not say
 * @param engine what is known of the Docker engine
 * @param statuses one a container of this cluster on this host
 * @param images one an image order
 * @param pruned pinned images that were removed since the agent started, newest last, at most 50
 * @param figures what its proxy has carried to instances of services that are compared now
 */
public record HostStatus(
    long number,
    String cluster,
    String host,
    String address,
    Map<String, String> labels,
    String agentVersion,
    String agent,
    Engine engine,
    List<Status> statuses,
    List<ImageStatus> images,
    List<String> pruned,
    List<Figures> figures) {
  /** Never null. */
  public HostStatus {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    agent = agent == null ? "" : agent;
    statuses = statuses == null ? List.of() : List.copyOf(statuses);
    images = images == null ? List.of() : List.copyOf(images);
    pruned = pruned == null ? List.of() : List.copyOf(pruned);
    figures = figures == null ? List.of() : List.copyOf(figures);
  }

  /** The same report under another number. */
  public HostStatus as(long another) {
    return with(another, agent);
  }

  /** The same report of an agent that is reached there. */
  public HostStatus reachedAt(String where) {
    return with(number, where);
  }

  private HostStatus with(long another, String where) {
    return new HostStatus(
        another,
        cluster,
        host,
        address,
        labels,
        agentVersion,
        where,
        engine,
        statuses,
        images,
        pruned,
        figures);
  }

  /**
   * The Docker engine of a host.
   *
   * @param reachable whether it answered last time
   * @param version its version, empty while it never answered
   * @param error why it is not reachable, empty when it is
   * @param cpus thousandths of a core that it has
   * @param memory bytes that it has
   */
  public record Engine(boolean reachable, String version, String error, long cpus, long memory) {}
}
