package io.berth.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.cli.document.Mistake;
import io.berth.cli.registry.Answer;
import io.berth.cli.view.SettingsTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the settings that a service reads. */
@Command(
    name = "get",
    description = "Show the settings that a service runs with, or the value of one, bare.")
final class SettingsGetCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "Its name.")
  private String service;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KEY",
      description = "One of them; all if unsaid.")
  private String key;

  @Option(names = "--host", paramLabel = "HOST", description = "As this host has them.")
  private String host;

  @Option(names = "--instance", paramLabel = "ID", description = "As this instance has them.")
  private String instance;

  private final Globals globals;

  SettingsGetCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Answer answer =
        globals
            .registry()
            .send(
                globals
                    .call("GET", "services", service, "settings")
                    .query("host", host)
                    .query("instance", instance));
    if (key == null) {
      return globals.show(
          answer,
          it ->
              SettingsTable.lines(it.json().path("settings"), it.json().path("revision").asLong()));
    }
    JsonNode value = answer.json().path("settings").path(key);
    if (value.isMissingNode()) {
      throw new Mistake(service + " has no setting " + key);
    }
    boolean bare = value.isTextual() && !globals.json();
    globals.print(bare ? value.textValue() : Globals.pretty(value));
    return 0;
  }
}
