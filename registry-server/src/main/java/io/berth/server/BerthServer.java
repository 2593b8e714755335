package io.berth.server;

import io.berth.api.Durations;
import io.berth.server.journal.JournalRefused;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The program {@code berth-server}. */
@Command(
    name = "berth-server",
    description = "The registry server of Berth.",
    mixinStandardHelpOptions = true,
    versionProvider = BerthServer.Version.class,
    sortOptions = false)
public final class BerthServer implements Callable<Integer> {
  private static final long STOP_MILLIS = 4500;
  private static final Pattern ADDRESS = Pattern.compile("\\[?(.+?)]?:([0-9]{1,5})");

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:BERTH_LISTEN:-127.0.0.1:7400}",
      description = "Where HTTP is answered; ${DEFAULT-VALUE} unless said (BERTH_LISTEN).")
  private String listen;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "${env:BERTH_DATA_DIR:-./berth-data}",
      description = "Where the journal is kept; ${DEFAULT-VALUE} unless said (BERTH_DATA_DIR).")
  private Path dataDir;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "${env:BERTH_CLUSTER:-berth}",
      description = "The name of the cluster; ${DEFAULT-VALUE} unless said (BERTH_CLUSTER).")
  private String cluster;

  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      defaultValue = "7500",
      description = "Where servers talk to each other; ${DEFAULT-VALUE} unless said, 0 for any.")
  private int clusterPort;

  @Option(
      names = "--keep-revisions",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many revisions of a service are kept; ${DEFAULT-VALUE} unless said.")
  private int keepRevisions;

  @Option(
      names = "--host-lease",
      paramLabel = "DURATION",
      defaultValue = "15s",
      converter = DurationConverter.class,
      description = "How long a silent host still counts; ${DEFAULT-VALUE} unless said.")
  private Duration hostLease;

  private BerthServer() {}

  /** Runs until it is told to end; exits with 2 when it cannot start. */
  public static void main(String[] args) {
    System.exit(run(new PrintWriter(System.err, true, Charset.defaultCharset()), args));
  }

  /** Runs; returns the exit code where it cannot start. */
  static int run(PrintWriter err, String... args) {
    return new CommandLine(new BerthServer())
        .setErr(err)
        .setParameterExceptionHandler((e, given) -> refuse(err, e.getMessage()))
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (e instanceof JournalRefused || e instanceof StartRefused) {
                return refuse(err, e.getMessage());
              }
              throw e;
            })
        .execute(args);
  }

  @Override
  public Integer call() throws InterruptedException {
    long began = System.nanoTime();
    Server server = Server.start(options());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    log()
        .info(
            "answering on port {}, started in {} ms",
            server.port(),
            (System.nanoTime() - began) / 1_000_000);
    Thread.currentThread().join(); // Until the hook ends the process.
    return 0;
  }

  private ServerOptions options() {
    Matcher address = ADDRESS.matcher(listen);
    if (!address.matches()) {
      throw new StartRefused("--listen must be HOST:PORT, not \"" + listen + "\"");
    }
    if (!cluster.matches("[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?")) {
      throw new StartRefused("--cluster must be 1 to 63 letters, digits, '-', '_' and '.'");
    }
    int port = port("--listen", Integer.parseInt(address.group(2)));
    port("--cluster-port", clusterPort);
    if (keepRevisions < 1) {
      throw new StartRefused("--keep-revisions must be at least 1, not " + keepRevisions);
    }
    if (hostLease.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new StartRefused("--host-lease must be at least 1s");
    }
    return new ServerOptions(
        address.group(1), port, dataDir, cluster, clusterPort, keepRevisions, hostLease);
  }

  private static int port(String flag, int port) {
    if (port < 0 || port > 65535) {
      throw new StartRefused(flag + " needs a port from 0 to 65535, not " + port);
    }
    return port;
  }

  /** Ends the process with 0, in time: a signal that was heeded is no failure. */
  private static void stop(Server server) {
    log().info("stopping");
    try {
      CompletableFuture.runAsync(server::close).get(STOP_MILLIS, TimeUnit.MILLISECONDS);
      log().info("stopped");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      log().warn("stopped before all had ended", e);
    }
    Runtime.getRuntime().halt(0);
  }

  private static int refuse(PrintWriter err, String why) {
    err.println("berth-server: " + why.lines().findFirst().orElse(why));
    return CommandLine.ExitCode.USAGE;
  }

  /** Made when it is first needed: a refused start is quicker without. */
  private static Logger log() {
    return LoggerFactory.getLogger(BerthServer.class);
  }

  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = BerthServer.class.getPackage().getImplementationVersion();
      return new String[] {"berth-server " + (version == null ? "(built from classes)" : version)};
    }
  }
}
