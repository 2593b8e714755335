package io.berth.server.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a valid spec says that this version does not act on yet. */
final class Warnings {
  private static final JsonPointer AUTOSCALE = JsonPointer.compile("/deploy/autoscale");
  private static final JsonPointer CANARY = JsonPointer.compile("/deploy/update/canary");
  private static final JsonPointer STRATEGY = JsonPointer.compile("/deploy/update/strategy");

  private Warnings() {}

  static List<String> of(JsonNode spec) {
    if (spec == null) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>();
    if (!spec.at(AUTOSCALE).isMissingNode()) {
      warnings.add("deploy.autoscale has no effect yet: replicas stays as it is");
    }
    boolean rolling = spec.at(STRATEGY).asText("rolling").equals("rolling");
    if (rolling && !spec.at(CANARY).isMissingNode()) {
      warnings.add("deploy.update.canary has no effect with the strategy rolling");
    }
    return warnings;
  }
}
