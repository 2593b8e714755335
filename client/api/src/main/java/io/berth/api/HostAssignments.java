package io.berth.api;

import java.util.List;

/**
 * All that is desired of a host. An agent acts only on an answer with its own cluster and host in
 * it.
 *
 * @param cluster the servers' cluster name
 * @param host the host
 * @param assignments what should run; nothing else of this cluster should
 * @param images what should be made ready
 * @param keepImages pinned images that must not be pruned, beside those that run
 * @param routes what its proxy is to know of services that it publishes; none of those of which
 *     there is nothing to say
 */
public record HostAssignments(
    String cluster,
    String host,
    List<Assignment> assignments,
    List<ImageOrder> images,
    List<String> keepImages,
    List<ServiceRoute> routes) {
  /** Never null. */
  public HostAssignments {
    assignments = assignments == null ? List.of() : List.copyOf(assignments);
    images = images == null ? List.of() : List.copyOf(images);
    keepImages = keepImages == null ? List.of() : List.copyOf(keepImages);
    routes = routes == null ? List.of() : List.copyOf(routes);
  }
}
