package io.berth.cli.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes a completion script for the shell. */
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh.",
    footer = {"", "In ~/.bashrc or ~/.zshrc:  source <(berth completion)"})
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private final Globals globals;

  CompletionCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    globals.print(AutoComplete.bash(spec.root().name(), root));
    return 0;
  }
}
