package io.berth.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.cli.document.Mistake;
import io.berth.cli.registry.Call;
import picocli.CommandLine.Parameters;

/** Which rollout a command is about: named, or the newest of a service. */
final class OneRollout {
  @Parameters(
      paramLabel = "SERVICE|ID",
      description = "web, or default.web.3 for the rollout of its revision 3.")
  private String which;

  /** Its id. Names hold no dots, so what has none is a service. */
  String id(Globals globals) {
    return which.contains(".") ? which : newest(globals);
  }

  private String newest(Globals globals) {
    Call call =
        Call.get("v1", "rollouts").query("namespace", globals.namespace()).query("service", which);
    JsonNode items = globals.registry().list(call, 1).json().path("items");
    if (items.isEmpty()) {
      throw new Mistake(globals.namespace() + "/" + which + " has no rollouts");
    }
    return items.get(0).path("id").asText();
  }
}
