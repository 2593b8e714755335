package io.berth.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One server of a {@link Cluster}, in a network namespace of its own. */
public final class Server {
  static final int HTTP_PORT = 7400;
  static final int CLUSTER_PORT = 7500;

  private final String name;
  private final URI url;
  private final Namespace namespace;
  private final Program program;
  private final Api api;
  private final String gateway;
  private final int journalPort;

  /**
   * Prepares one.
   *
   * @param gateway where the journal is, and the tests
   * @param clock how far its clock is ahead
   */
  Server(
      String name,
      Namespace namespace,
      String gateway,
      int journalPort,
      Duration clock,
      List<String> arguments,
      Path log) {
    this.name = name;
    this.namespace = namespace;
    this.gateway = gateway;
    this.journalPort = journalPort;
    this.url = URI.create("http://" + namespace.address() + ":" + HTTP_PORT);
    List<String> prefix = new ArrayList<>(namespace.enter());
    prefix.addAll(Clocks.off(clock));
    this.program =
        new Program(prefix, "berth-server", arguments, url.resolve("/health/ready"), log);
    this.api = new Api(url);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Where it answers. */
  public URI url() {
    return url;
  }

  /** Its REST API. */
  public Api api() {
    return api;
  }

  /** Its process. */
  public Program program() {
    return program;
  }

  /** Where it runs. */
  public Namespace namespace() {
    return namespace;
  }

  /** Lets no packet through between it and the journal; tests still reach it. */
  public void cutFromJournal() {
    namespace.cut(gateway, journalPort);
  }

  /** Whether it has a connection to a peer. */
  public boolean hasPeer() {
    // proc_pid_net(5): each line has a number, two ends and the state; 01 is ESTABLISHED.
    String toPeer = String.format("\\s*\\d+: \\S+ \\S+:%04X 01 .*", CLUSTER_PORT);
    return List.of("tcp", "tcp6").stream()
        .flatMap(table -> lines(Path.of("/proc", program.pid() + "", "net", table)))
        .anyMatch(line -> line.matches(toPeer));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What its {@code /health/ready} says, for messages. */
  public String health() {
    try {
      HttpResponse<String> answer = api.call("GET", "/health/ready", null);
      return answer.statusCode() + " " + answer.body();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
