package io.berth.cli.command;

import io.berth.api.RolloutAction;
import picocli.CommandLine.Command;

/** Ends a hold. */
@Command(
    name = "promote",
    description = "End the hold that a canary or blue-green rollout is in: the next stage begins.")
final class RolloutPromoteCommand extends SteeringCommand {
  RolloutPromoteCommand(Globals globals) {
    super(globals, RolloutAction.PROMOTE);
  }
}
