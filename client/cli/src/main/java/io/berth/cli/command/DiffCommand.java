package io.berth.cli.command;

import io.berth.api.Diff;
import io.berth.cli.registry.Call;
import io.berth.cli.view.DiffView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how two revisions of a service differ. */
@Command(
    name = "diff",
    description = "Show how two revisions of a service differ; the newest two if unsaid.")
final class DiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "Its name.")
  private String service;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FROM",
      description = "A revision; the one before TO if unsaid.")
  private Long from;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TO",
      description = "A revision; the newest if unsaid.")
  private Long to;

  private final Globals globals;

  DiffCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Call call =
        globals.call("GET", "services", service, "diff").query("from", from).query("to", to);
    return globals.show(
        globals.registry().send(call),
        answer -> DiffView.lines(answer.as(Diff.class), globals.terminal().style()));
  }
}
