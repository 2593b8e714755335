package io.berth.cli.command;

import io.berth.cli.registry.Call;
import io.berth.cli.registry.EventStream;
import io.berth.cli.view.EventLine;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows changes as they happen. */
@Command(
    name = "events",
    description = "Show what changed, oldest first, or with --follow what changes from now on.")
final class EventsCommand implements Callable<Integer> {
  private static final Duration QUIET = Duration.ofSeconds(1);

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until interrupted.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "SEQ",
      description = "Begin after this place in the journal.")
  private Long since;

  private final Globals globals;

  EventsCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    String after = since != null ? since.toString() : follow ? "" : "0";
    EventStream events = new EventStream(globals.registry(), Call.get("v1", "events"), after);
    events.read(
        follow ? null : QUIET,
        json ->
            globals.print(globals.json() ? json : EventLine.of(json, globals.terminal().style())));
    return 0;
  }
}
