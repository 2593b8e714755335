package io.berth.cli.command;

import io.berth.api.ContainerRecord;
import io.berth.cli.view.RecordSheet;
import io.berth.cli.view.RecordTable;
import io.berth.cli.view.Style;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was kept of ended containers. */
@Command(
    name = "records",
    description = "List what was kept of ended containers, or show one whole: its probes, its log.")
final class RecordsCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "Its name.")
  private String service;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "A record; all of them if unsaid.")
  private String id;

  @Option(
      names = {"-r", "--revision"},
      paramLabel = "N",
      description = "Only those of this revision.")
  private Long revision;

  @Mixin private Paging paging = new Paging();

  private final Globals globals;

  RecordsCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Style style = globals.terminal().style();
    if (id != null) {
      return globals.show(
          globals.registry().send(globals.call("GET", "services", service, "records", id)),
          answer -> RecordSheet.lines(answer.as(ContainerRecord.class), globals.now(), style));
    }
    return paging.show(
        globals,
        globals.call("GET", "services", service, "records").query("revision", revision),
        answer ->
            RecordTable.lines(answer.page(ContainerRecord.class).items(), globals.now(), style));
  }
}
