package io.berth.cli.command;

import io.berth.api.RolloutAction;
import picocli.CommandLine.Command;

/** Lets a paused rollout go on. */
@Command(
    name = "resume",
    description = "Let a paused rollout go on, with all its time before it again.")
final class RolloutResumeCommand extends SteeringCommand {
  RolloutResumeCommand(Globals globals) {
    super(globals, RolloutAction.RESUME);
  }
}
