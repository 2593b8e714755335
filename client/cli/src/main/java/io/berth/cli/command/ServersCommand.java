package io.berth.cli.command;

import io.berth.api.Server;
import io.berth.cli.registry.Call;
import io.berth.cli.view.ServerTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the servers of the registry. */
@Command(
    name = "servers",
    description = "List the registry's servers, as the one that answers knows them.")
final class ServersCommand implements Callable<Integer> {
  private final Globals globals;

  ServersCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    return globals.show(
        globals.registry().send(Call.get("v1", "servers")),
        answer ->
            ServerTable.lines(
                answer.page(Server.class).items(), globals.now(), globals.terminal().style()));
  }
}
