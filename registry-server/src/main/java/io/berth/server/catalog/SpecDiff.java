package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Where two documents differ, leaf by leaf. */
final class SpecDiff {
  private SpecDiff() {}

  /**
   * The places in which {@code to} differs from {@code from}; a document that is not there is null.
   */
  static List<Difference> between(JsonNode from, JsonNode to) {
    List<Difference> differences = new ArrayList<>();
    walk("", from, to, differences);
    return differences;
  }

  private static void walk(String path, JsonNode from, JsonNode to, List<Difference> differences) {
    if (from != null && from.equals(to)) {
      return;
    }
    if (isObject(from, to)) {
      NavigableSet<String> keys = new TreeSet<>();
      addKeys(keys, from);
      addKeys(keys, to);
      for (String key : keys) {
        walk(
            path.isEmpty() ? key : path + "." + key, child(from, key), child(to, key), differences);
      }
    } else if (from != null && to != null && from.isArray() && to.isArray()) {
      for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
        walk(path + "[" + i + "]", from.get(i), to.get(i), differences);
      }
    } else if (from != null || to != null) {
      differences.add(new Difference(path, from, to));
    }
  }

  /**
   * Whether to go down: into two objects, and into one that appears or goes away with something in
   * it.
   */
  private static boolean isObject(JsonNode from, JsonNode to) {
    boolean objects = (from == null || from.isObject()) && (to == null || to.isObject());
    return objects && ((from != null && !from.isEmpty()) || (to != null && !to.isEmpty()));
  }

  private static void addKeys(NavigableSet<String> keys, JsonNode node) {
    if (node != null) {
      node.fieldNames().forEachRemaining(keys::add);
    }
  }

  private static JsonNode child(JsonNode node, String key) {
    return node == null ? null : node.get(key);
  }
}
