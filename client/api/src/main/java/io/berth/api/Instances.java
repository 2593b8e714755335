package io.berth.api;

import java.util.List;

/** The answer of a lookup: the instances of a service in the order of their ids. */
public record Instances(String namespace, String service, List<Instance> instances) {
  /** Never null. */
  public Instances {
    instances = instances == null ? List.of() : List.copyOf(instances);
  }
}
