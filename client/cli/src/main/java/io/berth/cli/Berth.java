package io.berth.cli;

import io.berth.cli.command.Commands;
import io.berth.cli.command.Globals;
import io.berth.cli.command.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line's entrance. */
@Command(
    name = "berth",
    synopsisSubcommandLabel = "COMMAND",
    description = "Rolls containers forward, and back, on plain Docker hosts.",
    commandListHeading = "%nCommands:%n",
    footer = {"", "What a command does and takes: berth COMMAND --help"})
public final class Berth implements Runnable {
  @Spec private CommandSpec spec;

  private Berth() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    int code = run(Terminal.system(), args);
    System.exit(code);
  }

  /** Runs one command from this terminal; the result is its exit code. */
  static int run(Terminal terminal, String... args) {
    Globals globals = new Globals(terminal);
    int code = Commands.run(new Berth(), globals, args);
    terminal.out().flush();
    terminal.err().flush();
    return code;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
