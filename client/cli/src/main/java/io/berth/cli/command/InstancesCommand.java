package io.berth.cli.command;

import io.berth.api.Instances;
import io.berth.cli.registry.Call;
import io.berth.cli.view.InstanceTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the running copies of a service. */
@Command(
    name = "instances",
    description = "List the running copies of a service: containers, and what registered itself.")
final class InstancesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SERVICE", description = "Its name.")
  private String service;

  @Option(names = "--passing", description = "Only those that traffic may be sent to.")
  private boolean passing;

  private final Globals globals;

  InstancesCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    Call call =
        globals
            .call("GET", "services", service, "instances")
            .query("passing", passing ? "true" : null);
    return globals.show(
        globals.registry().send(call),
        answer ->
            InstanceTable.lines(
                service,
                answer.as(Instances.class).instances(),
                globals.now(),
                globals.terminal().style()));
  }
}
