package io.berth.cli.command;

import io.berth.api.Revision;
import io.berth.cli.document.Mistake;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.view.RevisionLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a service away. */
@Command(
    name = "delete",
    description = "Take a service away and stop its containers; its history stays.")
final class DeleteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SERVICE", description = "Its name.")
  private String service;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  private final Globals globals;

  DeleteCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Call delete = globals.call("DELETE", "services", service);
    if (!yes) {
      Answer head = globals.registry().send(globals.call("GET", "services", service));
      if (!agreed(head.as(Revision.class))) {
        globals.warn("nothing was deleted");
        return 1;
      }
      // What was agreed to is what is deleted, and not what somebody put meanwhile.
      delete = head.etag().isEmpty() ? delete : delete.header("If-Match", head.etag());
    }
    return globals.show(
        globals.registry().send(delete),
        answer ->
            RevisionLine.lines(answer.as(Revision.class), "deleted", globals.terminal().style()));
  }

  private boolean agreed(Revision head) {
    if (!globals.terminal().asks()) {
      throw new Mistake("delete asks first, and nobody can answer here; say --yes");
    }
    globals
        .terminal()
        .err()
        .print(
            "Delete "
                + head.namespace()
                + "/"
                + head.service()
                + " (revision "
                + head.revision()
                + ") and stop its containers? [y/N] ");
    globals.terminal().err().flush();
    try {
      BufferedReader typed =
          new BufferedReader(
              new InputStreamReader(globals.terminal().in(), StandardCharsets.UTF_8));
      String answer = typed.readLine();
      return answer != null
          && (answer.strip().toLowerCase(Locale.ROOT).equals("y")
              || answer.strip().toLowerCase(Locale.ROOT).equals("yes"));
    } catch (IOException e) {
      return false;
    }
  }
}
