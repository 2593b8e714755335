package io.berth.cli.command;

import io.berth.api.LogLine;
import io.berth.cli.registry.Call;
import io.berth.cli.registry.LogStream;
import io.berth.cli.view.LogView;
import io.berth.cli.view.Text;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the containers of a service print. */
@Command(
    name = "logs",
    description =
        "Show what the containers of a service print, by time; or with --follow, as they print it.")
final class LogsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SERVICE", description = "Its name.")
  private String service;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until interrupted, with the containers that are started meanwhile.")
  private boolean follow;

  @Option(
      names = "--tail",
      paramLabel = "N",
      defaultValue = "100",
      description = "The last N lines of each container, at most 10000 (${DEFAULT-VALUE}).")
  private int tail;

  @Option(
      names = {"-r", "--revision"},
      paramLabel = "N",
      description = "Only those of this revision.")
  private Long revision;

  @Option(names = "--host", paramLabel = "NAME", description = "Only those on this host.")
  private String host;

  private final Globals globals;

  LogsCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Call call =
        globals
            .call("GET", "services", service, "logs")
            .query("revision", revision)
            .query("host", host)
            .query("follow", follow ? "true" : null);
    LogStream stream = new LogStream(globals.registry(), call, tail);
    LogView view = new LogView(service, globals.terminal().style());
    if (follow) {
      stream.follow(entry -> show(entry, view), this::warn);
    } else {
      stream.read(entry -> show(entry, view));
    }
    return 0;
  }

  /** False once nobody reads what is printed, as after {@code | head}. */
  private boolean show(LogStream.Entry entry, LogView view) {
    if (globals.json()) {
      globals.print(entry.json());
    } else if (entry.line().stream().equals(LogLine.BERTH)) {
      globals.warn(LogView.complaint(entry.line()));
    } else {
      globals.print(view.line(entry.line()));
    }
    return !globals.terminal().out().checkError();
  }

  private void warn(String trouble) {
    globals.warn("berth: " + Text.line(trouble));
  }
}
