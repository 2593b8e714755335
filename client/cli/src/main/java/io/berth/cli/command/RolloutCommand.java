package io.berth.cli.command;

import picocli.CommandLine.Command;

/** Groups what is said of rollouts. */
@Command(name = "rollout", description = "Show rollouts, or follow one to its end.")
final class RolloutCommand extends Group {}
