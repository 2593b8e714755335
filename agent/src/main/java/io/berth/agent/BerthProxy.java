package io.berth.agent;

import io.berth.agent.proxy.RunningProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code berth-proxy}: runs until it is told to stop, or another takes over from it. */
@Command(
    name = "berth-proxy",
    mixinStandardHelpOptions = true,
    versionProvider = BerthProxy.Version.class,
    description = "Carries what comes to a host's published ports to its containers.")
public final class BerthProxy implements Callable<Integer> {
  private static final int BAD_START = 2;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "./berth-agent-data",
      description = "The agent's (BERTH_DATA_DIR; ${DEFAULT-VALUE}).")
  private Path data;

  /** Exits with 0 when it was told to stop or has left to its successor, with 2 otherwise. */
  public static void main(String[] arguments) {
    System.exit(run(System.getenv(), arguments));
  }

  static int run(Map<String, String> environment, String... arguments) {
    return new CommandLine(new BerthProxy())
        .setDefaultValueProvider(new Variables(environment))
        .setParameterExceptionHandler((fault, given) -> refuse(fault))
        .execute(arguments);
  }

  private static int refuse(Exception fault) {
    System.err.println("berth-proxy: " + fault.getMessage());
    return BAD_START;
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
      return refuse(e);
    }
  }

  /** The version that the jar was built as. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"berth-proxy " + BerthAgent.Version.text()};
    }
  }
}
