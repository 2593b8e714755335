package io.berth.api;

import java.util.List;

/**
 * How revision {@code from} of a service differs from {@code to}: its places in the order of their
 * paths.
 */
public record Diff(
    String namespace, String service, long from, long to, List<Difference> differences) {
  /** Never null. */
  public Diff {
    differences = differences == null ? List.of() : List.copyOf(differences);
  }
}
