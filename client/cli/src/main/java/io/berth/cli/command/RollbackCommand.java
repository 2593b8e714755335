package io.berth.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.api.Json;
import io.berth.api.Revision;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.view.RevisionLine;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts an earlier revision back. */
@Command(
    name = "rollback",
    description = "Put an earlier revision back, as a new one.",
    footer = {
      "",
      "Exit code: 0 done, 1 refused, 3 its rollout failed (--wait), 4 not ended in time."
    })
final class RollbackCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SERVICE", description = "Its name.")
  private String service;

  @Option(
      names = "--to",
      paramLabel = "N",
      description =
          "Which revision; the last one that was stable, other than the newest, if unsaid.")
  private Long to;

  @Mixin private Writing writing = new Writing();

  private final Globals globals;

  RollbackCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    writing.limit();
    ObjectNode request = Json.mapper().createObjectNode();
    if (to != null) {
      request.put("to", to);
    }
    if (writing.message() != null) {
      request.put("message", writing.message());
    }
    Call call = globals.call("POST", "services", service, "rollback").body(request);
    Answer answer = globals.registry().send(call);
    Revision revision = answer.as(Revision.class);
    String change = answer.status() == 201 ? "rolled back" : "unchanged";
    globals.show(answer, it -> RevisionLine.lines(revision, change, globals.terminal().style()));
    return writing.follow(globals, Arrays.asList(revision.rollout()));
  }
}
