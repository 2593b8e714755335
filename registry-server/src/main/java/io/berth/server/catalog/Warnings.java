package io.berth.server.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a valid spec says that this version does not act on yet. */
final class Warnings {
  private static final Map<JsonPointer, String> UNUSED =
      new LinkedHashMap<>(
          Map.of(
              JsonPointer.compile("/deploy/autoscale"),
              "deploy.autoscale has no effect yet: replicas stays as it is",
              JsonPointer.compile("/deploy/update/analysis"),
              "deploy.update.analysis has no effect yet: a revision is judged on its health",
              JsonPointer.compile("/deploy/update/canary"),
              "deploy.update.canary has no effect with the strategy rolling"));

  private Warnings() {}

  static List<String> of(JsonNode spec) {
    return UNUSED.entrySet().stream()
        .filter(unused -> spec != null && !spec.at(unused.getKey()).isMissingNode())
        .map(Map.Entry::getValue)
        .toList();
  }
}
