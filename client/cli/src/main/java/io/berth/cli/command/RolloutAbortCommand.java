package io.berth.cli.command;

import io.berth.api.RolloutAction;
import picocli.CommandLine.Command;

/** Ends a rollout. */
@Command(name = "abort", description = "End a rollout and put the last stable revision back.")
final class RolloutAbortCommand extends SteeringCommand {
  RolloutAbortCommand(Globals globals) {
    super(globals, RolloutAction.ABORT);
  }
}
