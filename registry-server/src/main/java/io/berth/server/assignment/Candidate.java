package io.berth.server.assignment;

import io.berth.api.spec.Placement.Constraint;
import java.util.List;
import java.util.Map;

/**
 * A host as the scheduler sees it.
 *
 * @param name of the host
 * @param labels of the host
 * @param ready whether something new may be placed on it
 */
public record Candidate(String name, Map<String, String> labels, boolean ready) {
  private static final String LABEL = "host.labels.";

  /**
   * The value of {@code host.name} or {@code host.labels.KEY}, empty where the host has no such
   * label.
   */
  String value(String key) {
    return key.startsWith(LABEL) ? labels.getOrDefault(key.substring(LABEL.length()), "") : name;
  }

  /** The same, ready. */
  Candidate atItsBest() {
    return new Candidate(name, labels, true);
  }

  /** Whether all constraints hold. */
  boolean satisfies(List<Constraint> constraints) {
    return constraints.stream()
        .allMatch(
            constraint -> value(constraint.key()).equals(constraint.value()) == constraint.equal());
  }
}
