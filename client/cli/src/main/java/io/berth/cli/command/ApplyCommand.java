package io.berth.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.api.Applied;
import io.berth.cli.document.Documents;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.view.AppliedTable;
import io.berth.cli.view.DiffView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts a document of specs: all of its services, or none. */
@Command(
    name = "apply",
    description = "Put the specs of a document: all of its services, or none.",
    footer = {
      "",
      "The document names each service: {\"web\": {\"image\": \"web:v2\", \"ports\": [80]}}.",
      "Exit code: 0 done, 1 refused, 3 a rollout failed (--wait), 4 not ended in time."
    })
final class ApplyCommand implements Callable<Integer> {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "JSON or YAML; - is the standard input. May be given more than once.")
  private List<String> files;

  @Option(names = "--dry-run", description = "Write nothing; show what would change.")
  private boolean dryRun;

  @Mixin private Writing writing = new Writing();

  private final Globals globals;

  ApplyCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    writing.limit();
    ObjectNode document = Documents.read(files, globals.terminal().in());
    Call call =
        globals
            .call("POST", "apply")
            .query("dry_run", dryRun ? "true" : null)
            .query("message", writing.message())
            .body(document);
    Answer answer = globals.registry().send(call);
    Applied applied = answer.as(Applied.class);
    var style = globals.terminal().style();
    globals.show(
        answer, it -> dryRun ? DiffView.lines(applied, style) : AppliedTable.lines(applied, style));
    for (Applied.Change change : applied.changes()) {
      change.warnings().forEach(text -> globals.warn("warning: " + change.service() + ": " + text));
    }
    return dryRun ? 0 : writing.follow(globals, rollouts(applied));
  }

  /** An unchanged service is waited for too: its rollout may still be under way. */
  private List<String> rollouts(Applied applied) {
    return applied.changes().stream()
        .map(
            change ->
                change.rollout() != null
                    ? change.rollout()
                    : globals.namespace() + "." + change.service() + "." + change.revision())
        .toList();
  }
}
