package io.berth.server.cluster;

import com.hazelcast.partition.PartitioningStrategy;
import java.util.regex.Pattern;

/**
 * Where a document is in the shared map: all those of one service are together, so that a write to
 * it is one call.
 */
final class Home implements PartitioningStrategy<String> {
  private static final long serialVersionUID = 1;
  private static final Pattern PARTS = Pattern.compile("[/.]");

  @Override
  public String getPartitionKey(String name) {
    return of(name);
  }

  /**
   * What stands for the place.
   *
   * @param name {@code SERVICE/namespace/service}, {@code ROLLOUT/namespace.service.revision},
   *     {@code HOST/host} and so on
   */
  static String of(String name) {
    String[] parts = PARTS.split(name, 4);
    return parts.length < 3 ? name : parts[1] + "/" + parts[2];
  }
}
