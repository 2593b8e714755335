package io.berth.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.api.Revision;
import io.berth.cli.document.Mistake;
import io.berth.cli.document.SettingChange;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.registry.Refused;
import io.berth.cli.view.RevisionLine;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes settings and nothing else of a spec. */
@Command(
    name = "set",
    description = "Change settings, and nothing else of the spec; running containers stay.",
    footer = {
      "",
      "VALUE is JSON where it reads as such, else text: limit=5 is a number, limit='\"5\"' is text.",
      "Exit code: 0 done, 1 refused, 3 its rollout failed (--wait), 4 not ended in time."
    })
final class SettingsSetCommand implements Callable<Integer> {
  private static final int TRIES = 10;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "Its name.")
  private String service;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Sets KEY; KEY- removes it.")
  private List<String> changes;

  @Mixin private Writing writing = new Writing();

  private final Globals globals;

  SettingsSetCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    writing.limit();
    List<SettingChange> parsed = changes.stream().map(SettingChange::parse).toList();
    Put put = put(parsed);
    Revision revision = put.answer().as(Revision.class);
    String change = revision.revision() == put.head() ? "unchanged" : "updated";
    globals.show(
        put.answer(), it -> RevisionLine.lines(revision, change, globals.terminal().style()));
    return writing.follow(globals, Arrays.asList(revision.rollout()));
  }

  /** What was answered to a write over a revision. */
  private record Put(Answer answer, long head) {}

  /** Somebody may put a revision between the read and the write; then both are done again. */
  private Put put(List<SettingChange> parsed) {
    for (int tries = 1; ; tries++) {
      Answer head = globals.registry().send(globals.call("GET", "services", service));
      if (!(head.json().get("spec") instanceof ObjectNode spec)) {
        throw new Mistake(service + " is deleted; put it again with berth apply");
      }
      ObjectNode settings =
          spec.get("settings") instanceof ObjectNode had ? had : spec.putObject("settings");
      parsed.forEach(change -> change.on(settings));
      try {
        Call put =
            globals
                .call("PUT", "services", service)
                .query("message", writing.message())
                .header("If-Match", head.etag())
                .body(spec);
        return new Put(globals.registry().send(put), head.json().path("revision").asLong());
      } catch (Refused e) {
        if (!e.stale() || tries == TRIES) {
          throw e;
        }
      }
    }
  }
}
