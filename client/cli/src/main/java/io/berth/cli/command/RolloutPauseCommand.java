package io.berth.cli.command;

import io.berth.api.RolloutAction;
import picocli.CommandLine.Command;

/** Stops a rollout where it stands. */
@Command(
    name = "pause",
    description = "Stop a rollout where it stands; its deadlines stand still too.")
final class RolloutPauseCommand extends SteeringCommand {
  RolloutPauseCommand(Globals globals) {
    super(globals, RolloutAction.PAUSE);
  }
}
