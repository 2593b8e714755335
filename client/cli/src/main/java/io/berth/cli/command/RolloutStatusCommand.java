package io.berth.cli.command;

import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.cli.follow.Outcome;
import io.berth.cli.follow.Records;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.view.Ending;
import io.berth.cli.view.Progress;
import io.berth.cli.view.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a rollout, or follows it to its end. */
@Command(
    name = "status",
    description =
        "Show the newest rollout of a service, or the one with this id: its steps and containers.",
    footer = {
      "",
      "Exit code: 0 succeeded or under way, 3 failed, rolled back, paused or superseded,",
      "4 not ended in time (--watch)."
    })
final class RolloutStatusCommand implements Callable<Integer> {
  @Mixin private OneRollout which = new OneRollout();

  @Option(
      names = {"-w", "--watch"},
      description = "Follow it to its end.")
  private boolean watch;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long --watch follows it at most, such as 90s; 15m if unsaid.")
  private String timeout = "15m";

  private final Globals globals;

  RolloutStatusCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Duration limit = Writing.limit(timeout);
    String id = which.id(globals);
    Answer answer = look(id);
    if (!watch) {
      globals.show(answer, it -> lines(it.as(Rollout.class)));
      return Outcome.of(answer.as(Rollout.class).state()).exitCode();
    }
    Outcome outcome = Writing.follow(globals, List.of(id), limit);
    if (globals.json()) {
      globals.print(Globals.pretty(look(id).json()));
    }
    return outcome.exitCode();
  }

  private Answer look(String id) {
    return globals.registry().send(Call.get("v1", "rollouts", id));
  }

  private List<String> lines(Rollout rollout) {
    Style style = globals.terminal().style();
    List<String> lines =
        new ArrayList<>(Progress.lines(rollout, globals.now(), Integer.MAX_VALUE, style));
    if (Outcome.of(rollout.state()) == Outcome.FAILED) {
      lines.add("");
      lines.add(Ending.sentence(rollout, style));
      if (rollout.state() == RolloutState.FAILED) {
        Ending.puttingBack(rollout).ifPresent(lines::add);
      }
      if (rollout.state() != RolloutState.SUPERSEDED) {
        lines.addAll(Ending.evidence(rollout, new Records(globals.registry()).now(rollout), style));
      }
    }
    return lines;
  }
}
