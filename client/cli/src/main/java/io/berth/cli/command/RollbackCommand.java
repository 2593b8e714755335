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

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why; kept in the history.")
  private String message;

  @Mixin private Waiting waiting = new Waiting();

  private final Globals globals;

  RollbackCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    waiting.limit();
    ObjectNode request = Json.mapper().createObjectNode();
    if (to != null) {
      request.put("to", to);
    }
    if (message != null) {
      request.put("message", message);
    }
    // The answer alone does not tell whether it made a revision or found that it runs already.
    Answer head = globals.registry().send(globals.call("GET", "services", service));
    Call call = globals.call("POST", "services", service, "rollback").body(request);
    Answer answer = globals.registry().send(call);
    Revision revision = answer.as(Revision.class);
    String change = head.etag().equals(answer.etag()) ? "unchanged" : "rolled back";
    globals.show(answer, it -> RevisionLine.lines(revision, change, globals.terminal().style()));
    return waiting.follow(globals, Arrays.asList(revision.rollout()));
  }
}
