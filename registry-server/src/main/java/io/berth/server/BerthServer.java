package io.berth.server;

import io.berth.api.Durations;
import io.berth.server.journal.JournalRefused;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    versionProvider = Version.class,
    subcommands = JournalCopyCommand.OfJournal.class,
    sortOptions = false)
public final class BerthServer implements Callable<Integer> {
  private static final long STOP_MILLIS = 4500;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "${env:BERTH_NAME:-}",
      description = "Of this server among others; the machine's unless said (BERTH_NAME).")
  private String name;

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
      description =
          "Where the journal is kept, unless --journal says elsewhere; ${DEFAULT-VALUE} unless said"
              + " (BERTH_DATA_DIR).")
  private Path dataDir;

  @Option(
      names = "--journal",
      paramLabel = "URL",
      defaultValue = "${env:BERTH_JOURNAL:-}",
      description =
          "jdbc:postgresql://HOST/DATABASE?user=…, for servers that share it (BERTH_JOURNAL; the"
              + " password may be in BERTH_JOURNAL_PASSWORD); SQLite in --data-dir unless said.")
  private String journal;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "${env:BERTH_CLUSTER:-berth}",
      description = "The name of the cluster; ${DEFAULT-VALUE} unless said (BERTH_CLUSTER).")
  private String cluster;

  @Option(
      names = "--cluster-listen",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:BERTH_CLUSTER_LISTEN:-127.0.0.1:7500}",
      description =
          "Where the other servers reach this one; ${DEFAULT-VALUE} unless said"
              + " (BERTH_CLUSTER_LISTEN).")
  private String clusterListen;

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT,…",
      split = ",",
      defaultValue = "${env:BERTH_JOIN:-}",
      description =
          "Where other servers of the cluster are, as their --cluster-listen says; a name stands"
              + " for all its addresses (BERTH_JOIN).")
  private List<String> join;

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
    String self = name.isEmpty() ? Machine.name() : name;
    named("--name", self);
    named("--cluster", cluster);
    if (keepRevisions < 1) {
      throw new StartRefused("--keep-revisions must be at least 1, not " + keepRevisions);
    }
    if (hostLease.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new StartRefused("--host-lease must be at least 1s");
    }
    return new ServerOptions(
        self,
        Address.parse("--listen", listen),
        dataDir,
        journal,
        cluster,
        Address.parse("--cluster-listen", clusterListen),
        join.stream()
            .filter(peer -> !peer.isBlank())
            .map(peer -> Address.parse("--join", peer).toString())
            .toList(),
        keepRevisions,
        hostLease);
  }

  private static void named(String flag, String name) {
    if (!name.matches("[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?")) {
      throw new StartRefused(flag + " must be 1 to 63 letters, digits, '-', '_' and '.'");
    }
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
}
