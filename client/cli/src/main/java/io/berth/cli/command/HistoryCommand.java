package io.berth.cli.command;

import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.view.HistoryTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the revisions of a service. */
@Command(
    name = "history",
    description = "List the revisions of a service: who put them, why, and how they came out.")
final class HistoryCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SERVICE", description = "Its name.")
  private String service;

  @Mixin private Paging paging = new Paging();

  private final Globals globals;

  HistoryCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    return paging.show(globals, globals.call("GET", "services", service, "revisions"), this::lines);
  }

  private List<String> lines(Answer answer) {
    List<Revision> revisions = answer.page(Revision.class).items();
    return HistoryTable.lines(
        revisions, rollouts(revisions.size()), globals.now(), globals.terminal().style());
  }

  /** Every revision has at most one rollout, so the newest as many hold all that are needed. */
  private Map<String, RolloutState> rollouts(int revisions) {
    Call call =
        Call.get("v1", "rollouts")
            .query("namespace", globals.namespace())
            .query("service", service);
    return globals
        .registry()
        .list(call, Math.max(1, revisions))
        .page(Rollout.class)
        .items()
        .stream()
        .collect(Collectors.toMap(Rollout::id, Rollout::state, (first, last) -> first));
  }
}
