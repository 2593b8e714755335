package io.berth.cli.command;

import io.berth.api.Rollout;
import io.berth.api.RolloutAction;
import io.berth.api.RolloutState;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.view.Ending;
import io.berth.cli.view.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks something of a rollout, and returns once it was done. */
abstract class SteeringCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TOO_LATE = 4;

  @Mixin private OneRollout which = new OneRollout();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why; kept in the journal.")
  private String message;

  private final Globals globals;
  private final RolloutAction action;

  SteeringCommand(Globals globals, RolloutAction action) {
    this.globals = globals;
    this.action = action;
  }

  @Override
  public final Integer call() {
    String id = which.id(globals);
    Call call = Call.of("POST", "v1", "rollouts", id, action.word()).query("message", message);
    Answer answer = heeded(id, globals.registry().send(call));
    globals.show(answer, it -> lines(it.as(Rollout.class)));
    if (isOpen(answer)) {
      globals.warn(
          "berth: no server drives rollouts now; it is done once one does: berth rollout status "
              + id);
      return TOO_LATE;
    }
    return 0;
  }

  /** The rollout once what was asked of it is done, or as it is when that takes too long. */
  private Answer heeded(String id, Answer asked) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Answer seen = asked;
    Answer held = null;
    while (isOpen(seen) && System.nanoTime() < end) {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      Answer now = globals.registry().watch(Call.get("v1", "rollouts", id), held, left);
      if (!now.unchanged()) {
        held = now;
        seen = now;
      }
    }
    return seen;
  }

  private static boolean isOpen(Answer answer) {
    return answer.as(Rollout.class).asked() != null;
  }

  private List<String> lines(Rollout rollout) {
    List<String> lines = new ArrayList<>();
    boolean stands =
        action == RolloutAction.PAUSE
            && rollout.asked() == null
            && rollout.state() == RolloutState.PAUSED;
    Style style = globals.terminal().style();
    lines.add(stands ? Ending.pausedAsAsked(rollout, style) : Ending.sentence(rollout, style));
    Ending.puttingBack(rollout).ifPresent(lines::add);
    return lines;
  }
}
