package io.berth.cli.command;

import io.berth.api.Rollout;
import io.berth.cli.registry.Call;
import io.berth.cli.view.RolloutTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists rollouts. */
@Command(name = "list", description = "List the rollouts of a service, or of the namespace.")
final class RolloutListCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Of all of them if unsaid.")
  private String service;

  @Option(names = "--active", description = "Only those that have not ended.")
  private boolean active;

  @Mixin private Paging paging = new Paging();

  private final Globals globals;

  RolloutListCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Call call =
        Call.get("v1", "rollouts")
            .query("namespace", globals.namespace())
            .query("service", service)
            .query("active", active ? "true" : null);
    return paging.show(
        globals,
        call,
        answer ->
            RolloutTable.lines(
                answer.page(Rollout.class).items(), globals.now(), globals.terminal().style()));
  }
}
