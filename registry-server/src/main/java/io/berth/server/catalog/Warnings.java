package io.berth.server.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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
              "deploy.update.analysis has no effect yet: a revision is judged on its health"));
  private static final JsonPointer CANARY = JsonPointer.compile("/deploy/update/canary");
  private static final JsonPointer STRATEGY = JsonPointer.compile("/deploy/update/strategy");

  private Warnings() {}

  static List<String> of(JsonNode spec) {
    if (spec == null) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>();
    UNUSED.forEach(
        (key, warning) -> {
          if (!spec.at(key).isMissingNode()) {
            warnings.add(warning);
          }
        });
    boolean rolling = spec.at(STRATEGY).asText("rolling").equals("rolling");
    if (rolling && !spec.at(CANARY).isMissingNode()) {
      warnings.add("deploy.update.canary has no effect with the strategy rolling");
    }
    return warnings;
  }
}
