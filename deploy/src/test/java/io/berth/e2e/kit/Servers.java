package io.berth.e2e.kit;

import io.berth.api.ServerState;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * The servers of a test, all alike, on the loopback address: one on SQLite, or as many as {@code
 * -Dberth.servers} says on one PostgreSQL. What is done to them is done to them all. Closing them
 * ends them and removes what the PostgreSQL held.
 */
public final class Servers implements AutoCloseable {
  private final String cluster;
  private final Path folder;
  private final Optional<Database> database;
  private final List<URI> urls = new ArrayList<>();
  private final List<Api> apis = new ArrayList<>();
  private final List<Program> programs = new ArrayList<>();

  private Servers(String cluster, Path folder, int size, List<String> more) {
    this.cluster = cluster;
    this.folder = folder;
    this.database =
        size == 1 ? Optional.empty() : Optional.of(Database.on(Ground.postgres(), cluster));
    List<String> peers =
        IntStream.range(0, size)
            .mapToObj(i -> "127.0.0.1:" + (size == 1 ? 0 : Ground.freePort()))
            .toList();
    for (int i = 0; i < size; i++) {
      prepare("s" + (i + 1), peers.get(i), String.join(",", peers), more);
    }
  }

  /**
   * Prepares them, not started yet.
   *
   * @param cluster their cluster's name
   * @param folder where each keeps its data and its log, {@code s1/} and {@code s1.log}
   * @param more arguments that all of them are given
   */
  public static Servers of(String cluster, Path folder, String... more) {
    return new Servers(cluster, folder, Ground.servers(), List.of(more));
  }

  private void prepare(String name, String peer, String join, List<String> more) {
    String listen = "127.0.0.1:" + Ground.freePort();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--name", name, "--listen", listen, "--cluster", cluster));
    arguments.addAll(List.of("--data-dir", folder.resolve(name).toString()));
    arguments.addAll(List.of("--cluster-listen", peer));
    database.ifPresent(
        shared -> arguments.addAll(List.of("--journal", shared.url(), "--join", join)));
    arguments.addAll(more);
    URI url = URI.create("http://" + listen);
    urls.add(url);
    apis.add(new Api(url));
    programs.add(
        new Program(
            "berth-server",
            arguments,
            url.resolve("/health/ready"),
            folder.resolve(name + ".log")));
  }

  /** Starts them and waits until each is ready and sees all of them. */
  public Servers start() {
    programs.forEach(Program::launch);
    programs.forEach(Program::awaitReady);
    for (Api api : apis) {
      Awaitility.await("they see each other, logs in " + folder)
          .atMost(Duration.ofSeconds(60))
          .pollDelay(Duration.ZERO)
          .until(() -> ready(api) == programs.size());
    }
    return this;
  }

  private static long ready(Api api) {
    return api.servers().stream().filter(server -> server.state() == ServerState.READY).count();
  }

  /** Kills them with SIGKILL. */
  public void kill() {
    programs.forEach(Program::kill);
  }

  /** How many they are. */
  public int size() {
    return programs.size();
  }

  /** Where they answer. */
  public List<URI> urls() {
    return List.copyOf(urls);
  }

  /** One of them, counted from 0. */
  public Program program(int index) {
    return programs.get(index);
  }

  /** The REST API of one of them. */
  public Api api(int index) {
    return apis.get(index);
  }

  /**
   * The REST API of the last of them. Of several it is not the one that the agents of the tests
   * prefer, so that what it is told and what it tells has come by way of another.
   */
  public Api api() {
    return apis.get(apis.size() - 1);
  }

  @Override
  public void close() {
    programs.forEach(Program::close);
    database.ifPresent(Database::close);
  }
}
