package io.berth.server.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which of the members share the cluster, where releases meet that cannot: from the eldest on, each
 * that reads all those before it. So whoever comes to servers of a release too far away keeps out,
 * and they go on; all are of one mind on that, as all know the members in one order.
 */
final class Circle {
  private Circle() {}

  /**
   * Those who share it, by name.
   *
   * @param members each with the number of its wire format, eldest first
   */
  static SortedSet<String> of(Map<String, Integer> members) {
    Map<String, Integer> circle = new LinkedHashMap<>();
    members.forEach(
        (name, wire) -> {
          if (circle.values().stream().allMatch(other -> Wire.together(wire, other))) {
            circle.put(name, wire);
          }
        });
    return new TreeSet<>(circle.keySet());
  }

  /** Those of the circle that keep a member out; none for one that is in it. */
  static List<String> against(String name, Map<String, Integer> members) {
    SortedSet<String> circle = of(members);
    Integer wire = members.get(name);
    if (wire == null || circle.contains(name)) {
      return List.of();
    }
    return circle.stream().filter(other -> !Wire.together(wire, members.get(other))).toList();
  }
}
