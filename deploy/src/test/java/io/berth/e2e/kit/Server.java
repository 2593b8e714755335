package io.berth.e2e.kit;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
      java.nio.file.Path log) {
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
