package io.berth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * One running copy of a service, as a lookup finds it.
 *
 * @param namespace groups services
 * @param service its service
 * @param id unique in its service
 * @param host where it runs; empty where it registered itself and did not say
 * @param revision the revision it runs; 0 where it registered itself
 * @param address where its ports are reached
 * @param ports its ports; a self-registered one has one
 * @param health whether traffic may be sent to it
 * @param weight its share of the traffic beside others', 1 to 1000
 * @param labels of the spec, or as registered
 * @param status what its agent reports; null in {@code ?passing=true}, and where it registered
 *     itself
 */
public record Instance(
    String namespace,
    String service,
    String id,
    String host,
    long revision,
    String address,
    List<InstancePort> ports,
    Health health,
    int weight,
    Map<String, String> labels,
    @JsonInclude(JsonInclude.Include.NON_NULL) Status status) {
  /** Never null. */
  public Instance {
    ports = ports == null ? List.of() : List.copyOf(ports);
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }

  /**
   * A port of an instance.
   *
   * @param target inside the container
   * @param published where it is reached at the instance's address
   * @param protocol {@code http}, {@code tcp} or {@code udp}
   */
  public record InstancePort(int target, int published, String protocol) {}
}
