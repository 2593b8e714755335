package io.berth.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.api.ServiceSummary;
import io.berth.cli.document.Yaml;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.registry.Refused;
import io.berth.cli.view.ServiceTable;
import io.berth.cli.view.SpecSheet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists services, or shows one's spec. */
@Command(
    name = "get",
    description = "List the services, or show one's spec as a document that apply takes.")
final class GetCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "All of them if unsaid.")
  private String service;

  @Option(
      names = {"-r", "--revision"},
      paramLabel = "N",
      description = "An earlier revision of it.")
  private Long revision;

  private final Globals globals;

  GetCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    return service == null ? all() : one();
  }

  private int all() {
    Answer answer = globals.registry().list(globals.call("GET", "services"), Integer.MAX_VALUE);
    return globals.show(
        answer,
        it ->
            ServiceTable.lines(
                globals.namespace(),
                it.page(ServiceSummary.class).items(),
                globals.now(),
                globals.terminal().style()));
  }

  private int one() {
    Answer answer =
        globals
            .registry()
            .send(globals.call("GET", "services", service).query("revision", revision));
    return globals.show(answer, this::sheet);
  }

  private List<String> sheet(Answer answer) {
    Revision head = answer.as(Revision.class);
    JsonNode document = Json.mapper().createObjectNode().set(service, answer.json().get("spec"));
    return SpecSheet.lines(
        head,
        state(head.rollout()),
        Yaml.lines(document),
        globals.now(),
        globals.terminal().style());
  }

  private RolloutState state(String rollout) {
    try {
      return rollout == null
          ? null
          : globals.registry().send(Call.get("v1", "rollouts", rollout)).as(Rollout.class).state();
    } catch (Refused e) {
      return null;
    }
  }
}
