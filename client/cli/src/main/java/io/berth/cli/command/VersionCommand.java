package io.berth.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which version this is. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
  private final Globals globals;

  VersionCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    globals.print("berth " + (version == null ? "unreleased" : version));
    return 0;
  }
}
