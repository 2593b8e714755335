package io.berth.cli.command;

import io.berth.api.Host;
import io.berth.cli.registry.Call;
import io.berth.cli.view.HostTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the machines with an agent. */
@Command(name = "hosts", description = "List the hosts, their agents and their Docker engines.")
final class HostsCommand implements Callable<Integer> {
  private final Globals globals;

  HostsCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    return globals.show(
        globals.registry().send(Call.get("v1", "hosts")),
        answer ->
            HostTable.lines(
                answer.page(Host.class).items(), globals.now(), globals.terminal().style()));
  }
}
