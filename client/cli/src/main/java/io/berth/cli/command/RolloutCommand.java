package io.berth.cli.command;

import picocli.CommandLine.Command;

/** Groups what is said and asked of rollouts. */
@Command(name = "rollout", description = "Show, follow and steer rollouts.")
final class RolloutCommand extends Group {}
