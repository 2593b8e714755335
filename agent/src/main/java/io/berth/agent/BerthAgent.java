package io.berth.agent;

import io.berth.agent.site.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code berth-agent}: runs until it is told to stop; containers go on running. */
@Command(
    name = "berth-agent",
    mixinStandardHelpOptions = true,
    versionProvider = BerthAgent.Version.class,
    sortOptions = false,
    description = "Keeps this host's containers as the Berth servers want them.")
public final class BerthAgent implements Callable<Integer> {
  private static final int BAD_START = 2;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Pattern LISTEN = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:]+):(\\d{1,5})");
  private static final int MAX_PORT = 65535;

  @Option(
      names = "--server",
      paramLabel = "URL",
      split = ",",
      defaultValue = "http://127.0.0.1:7400",
      description = "Servers, any of which will do (BERTH_SERVER; ${DEFAULT-VALUE}).")
  private List<String> servers;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "This host's name (BERTH_HOST; the machine's).")
  private String host;

  @Option(
      names = "--labels",
      paramLabel = "KEY=VALUE",
      split = ",",
      description = "Labels of this host, for placement: zone=a,disk=ssd (BERTH_LABELS; none).")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--docker",
      paramLabel = "ADDRESS",
      defaultValue = "unix:///var/run/docker.sock",
      description = "The Docker engine (DOCKER_HOST; ${DEFAULT-VALUE}).")
  private String docker;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "./berth-agent-data",
      description = "What the agent remembers (BERTH_DATA_DIR; ${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "berth",
      description =
          "Only containers of this cluster are touched (BERTH_CLUSTER; ${DEFAULT-VALUE}).")
  private String cluster;

  @Option(
      names = "--address",
      paramLabel = "IP",
      defaultValue = "127.0.0.1",
      description = "Where published ports are reached (BERTH_ADDRESS; ${DEFAULT-VALUE}).")
  private String address;

  @Option(
      names = "--publish-address",
      paramLabel = "IP",
      defaultValue = "127.0.0.1",
      description = "What published ports are bound to (BERTH_PUBLISH_ADDRESS; ${DEFAULT-VALUE}).")
  private String publishAddress;

  @Option(
      names = "--listen",
      paramLabel = "IP:PORT",
      defaultValue = "127.0.0.1:7401",
      description =
          "The agent's own health and metrics, and to the servers the logs of its containers;"
              + " whoever reaches it reads them (BERTH_LISTEN; ${DEFAULT-VALUE}).")
  private String listen;

  @Option(
      names = "--image-registry",
      paramLabel = "HOST:PORT",
      defaultValue = "",
      description =
          "Images that name no registry come from here (BERTH_IMAGE_REGISTRY; Docker Hub).")
  private String imageRegistry;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "Credentials for image registries: {\"name\":{\"username\",\"password\",\"registry\"}}"
              + " (BERTH_CREDENTIALS; credentials.json in the data directory).")
  private Path credentials;

  /** Exits with 0 when it was told to stop, with 2 when it cannot start. */
  public static void main(String[] arguments) {
    int code = run(System.getenv(), arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int run(Map<String, String> environment, String... arguments) {
    return new CommandLine(new BerthAgent())
        .setDefaultValueProvider(new Variables(environment))
        .setParameterExceptionHandler((fault, given) -> refuse(fault.getMessage()))
        .setExecutionExceptionHandler(
            (fault, line, parsed) -> {
              if (fault instanceof IOException || fault instanceof IllegalArgumentException) {
                return refuse(fault.getMessage());
              }
              throw fault;
            })
        .execute(arguments);
  }

  private static int refuse(String why) {
    System.err.println("berth-agent: " + String.valueOf(why).lines().findFirst().orElse(""));
    return BAD_START;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Agent agent = new Agent(options(), Version.text());
    try {
      agent.start();
    } catch (IOException e) {
      agent.close();
      throw e;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    agent.close();
                  } finally {
                    // A signal that was heeded is no failure.
                    Runtime.getRuntime().halt(0);
                  }
                },
                "stop"));
    new CountDownLatch(1).await();
    return 0;
  }

  private AgentOptions options() throws UnknownHostException {
    Matcher own = LISTEN.matcher(listen);
    if (!own.matches() || Integer.parseInt(own.group(2)) > MAX_PORT) {
      throw new IllegalArgumentException("--listen must be IP:PORT, not " + listen);
    }
    String name = host == null || host.isEmpty() ? InetAddress.getLocalHost().getHostName() : host;
    return new AgentOptions(
        new Site(
            named("--cluster", cluster),
            named("--host", name.toLowerCase(Locale.ROOT)),
            address,
            publishAddress,
            Map.copyOf(labels)),
        servers.stream().map(BerthAgent::server).toList(),
        docker,
        data,
        Optional.ofNullable(credentials),
        imageRegistry,
        own.group(1),
        Integer.parseInt(own.group(2)));
  }

  private static String named(String flag, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          flag + " must be of a-z, 0-9, '-' and '.', not \"" + name + "\"");
    }
    return name;
  }

  private static URI server(String text) {
    try {
      URI uri = URI.create(text);
      if (Arrays.asList("http", "https").contains(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException notOne) {
      // Said below, as for any other text that is none.
    }
    throw new IllegalArgumentException(
        "--server must be a URL such as http://127.0.0.1:7400, not " + text);
  }

  /** The version that the jar was built as. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"berth-agent " + text()};
    }

    static String text() {
      String version = BerthAgent.class.getPackage().getImplementationVersion();
      return version == null ? "dev" : version;
    }
  }
}
