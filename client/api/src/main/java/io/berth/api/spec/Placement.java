package io.berth.api.spec;

import java.util.List;

/**
 * Which hosts replicas may run on.
 *
 * @param constraints such as {@code host.labels.zone == a}; all must hold
 * @param spread keys such as {@code host.labels.zone} whose values replicas are spread over
 * @param maxReplicasPerHost the most on one host, 0 for no bound
 */
public record Placement(List<Constraint> constraints, List<String> spread, int maxReplicasPerHost) {

  /**
   * A condition on a host.
   *
   * @param key {@code host.name} or {@code host.labels.KEY}
   * @param equal whether the value must be equal ({@code ==}) or differ ({@code !=})
   * @param value what it is compared with
   */
  public record Constraint(String key, boolean equal, String value) {
    /** As it is written in a spec. */
    @Override
    public String toString() {
      return key + (equal ? " == " : " != ") + value;
    }
  }
}
