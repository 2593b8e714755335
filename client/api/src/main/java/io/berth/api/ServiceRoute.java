package io.berth.api;

import io.berth.api.Instance.InstancePort;
import java.util.List;
import java.util.Map;

/**
 * What a host's proxy is to know of a service that it publishes, beside what runs on the host
 * itself.
 *
 * @param namespace groups services
 * @param service its service
 * @param weights revision → its share of the requests, in percent; the revisions that are not named
 *     divide the rest by their replicas
 * @param elsewhere healthy instances on other hosts: some of them, where there are many
 * @param compared whether what the proxy carries to it is to be reported, as a revision of it is
 *     being compared with another
 */
public record ServiceRoute(
    String namespace,
    String service,
    Map<Long, Integer> weights,
    List<Elsewhere> elsewhere,
    boolean compared) {
  /** Never null. */
  public ServiceRoute {
    weights = weights == null ? Map.of() : Map.copyOf(weights);
    elsewhere = elsewhere == null ? List.of() : List.copyOf(elsewhere);
  }

  /**
   * An instance on another host.
   *
   * @param instance its id
   * @param revision that it runs
   * @param address where its ports are reached
   * @param ports its ports with the host ports that the engine gave them
   */
  public record Elsewhere(
      String instance, long revision, String address, List<InstancePort> ports) {
    /** Never null. */
    public Elsewhere {
      ports = ports == null ? List.of() : List.copyOf(ports);
    }
  }
}
