package io.berth.agent.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code berth-proxy}: has a host's published ports; takes over from the one that runs before. */
@Command(
    name = "berth-proxy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Carries what comes to a host's published ports to its containers.")
public final class BerthProxy implements Callable<Integer> {
  private static final int BAD_START = 2;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "${env:BERTH_DATA_DIR:-./berth-agent-data}",
      description = "The agent's (BERTH_DATA_DIR; ./berth-agent-data).")
  private Path data;

  /** Exits with 0 when it was told to stop or has left all to its successor, with 2 otherwise. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BerthProxy()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      RunningProxy proxy = RunningProxy.start(data);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    proxy.close();
                    // A signal that was heeded is no failure.
                    Runtime.getRuntime().halt(0);
                  },
                  "stop"));
      proxy.awaitLeft();
      return 0;
    } catch (IOException e) {
      System.err.println("berth-proxy: " + e.getMessage());
      return BAD_START;
    }
  }
}
