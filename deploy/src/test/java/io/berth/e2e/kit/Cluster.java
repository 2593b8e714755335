package io.berth.e2e.kit;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Three servers, each in a network namespace of its own, on one PostgreSQL. Closing it ends them
 * and removes all they had.
 */
public final class Cluster implements AutoCloseable {
  private static final int SIZE = 3;
  private static final Duration SHORTEST_DELAY = Duration.ofMillis(25);
  private static final Duration LONGEST_DELAY = Duration.ofMillis(125);

  private final Path folder;
  private final Net net;
  private final Database database;
  private final Relay journal;
  private final List<Relay> relays = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();

  private Cluster(String name, String postgres, List<Duration> clocks) {
    folder = Ground.folder(name);
    database = Database.on(postgres, cluster());
    net = Net.of(SIZE);
    URI uri = URI.create(database.url().substring("jdbc:".length()));
    journal = Relay.of(net.gateway(), new InetSocketAddress(uri.getHost(), uri.getPort()));
    for (int i = 0; i < SIZE; i++) {
      servers.add(server(i, clocks.get(i)));
    }
  }

  /** Starts one on the tests' PostgreSQL. */
  public static Cluster open(String name) {
    return on(Ground.postgres(), name);
  }

  /** Starts one on a PostgreSQL, given by its JDBC URL. */
  public static Cluster on(String postgres, String name) {
    return new Cluster(name, postgres, List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO))
        .start();
  }

  /** Starts one whose servers take the time of day for another, each by as much. */
  public static Cluster withClocks(String name, Duration first, Duration second, Duration third) {
    return new Cluster(name, Ground.postgres(), List.of(first, second, third)).start();
  }

  /** Starts one whose servers hear of each other 75±50 ms late. */
  public static Cluster delayed(String name) {
    Cluster cluster =
        new Cluster(name, Ground.postgres(), List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    for (Server from : cluster.servers) {
      for (Server to : cluster.servers) {
        if (from != to) {
          cluster.delay(from.namespace(), to.namespace());
        }
      }
    }
    return cluster.start();
  }

  private void delay(Namespace from, Namespace to) {
    Relay relay =
        Relay.delayed(
            net.gateway(),
            new InetSocketAddress(to.address(), Server.CLUSTER_PORT),
            SHORTEST_DELAY,
            LONGEST_DELAY);
    relays.add(relay);
    from.detour(to.address(), Server.CLUSTER_PORT, net.gateway(), relay.port());
  }

  private Server server(int index, Duration clock) {
    Namespace namespace = net.namespace(index);
    String name = "s" + (index + 1);
    String peers =
        java.util.stream.IntStream.range(0, SIZE)
            .filter(other -> other != index)
            .mapToObj(other -> net.namespace(other).address() + ":" + Server.CLUSTER_PORT)
            .collect(Collectors.joining(","));
    String jdbc =
        database.url().replaceFirst("//[^/]+/", "//" + net.gateway() + ":" + journal.port() + "/");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--name", name, "--cluster", cluster()));
    arguments.addAll(List.of("--listen", namespace.address() + ":" + Server.HTTP_PORT));
    arguments.addAll(List.of("--cluster-listen", namespace.address() + ":" + Server.CLUSTER_PORT));
    arguments.addAll(List.of("--join", peers, "--journal", jdbc));
    arguments.addAll(List.of("--data-dir", folder.resolve(name).toString()));
    arguments.addAll(List.of("--keep-revisions", "1000000"));
    return new Server(
        name,
        namespace,
        net.gateway(),
        journal.port(),
        clock,
        arguments,
        folder.resolve(name + ".log"));
  }

  private Cluster start() {
    try {
      servers.forEach(server -> server.program().launch());
      servers.forEach(server -> server.program().awaitReady());
      awaitWhole();
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The cluster's name. */
  public String cluster() {
    return folder.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  /** Where the logs are. */
  public Path folder() {
    return folder;
  }

  /** All three. */
  public List<Server> servers() {
    return List.copyOf(servers);
  }

  /** One of them, counted from 0. */
  public Server server(int index) {
    return servers.get(index);
  }

  /** Where they answer. */
  public List<URI> urls() {
    return servers.stream().map(Server::url).toList();
  }

  /** Their network. */
  public Net net() {
    return net;
  }

  /** The journal's database. */
  public Database database() {
    return database;
  }

  /** Lets no packet through between a server and its peers. */
  public void cutFromPeers(Server server) {
    for (Server peer : servers) {
      if (peer != server) {
        net.cut(server.namespace(), peer.namespace());
      }
    }
  }

  /**
   * The server that says of itself that it drives the rollouts. A test before may have cut the last
   * one off, and its lease not have ended yet.
   */
  public Server controller() {
    return Awaitility.await("a controller")
        .atMost(Duration.ofSeconds(15))
        .until(() -> controllerBut(null), Optional::isPresent)
        .orElseThrow();
  }

  /** One that does, and is not a given one, which need not be able to answer. */
  public Optional<Server> controllerBut(Server other) {
    return servers.stream()
        .filter(server -> server != other && saysThatItIsController(server))
        .findFirst();
  }

  /** How many say so. */
  public long controllers() {
    return servers.stream().filter(this::saysThatItIsController).count();
  }

  private boolean saysThatItIsController(Server server) {
    if (!server.program().isAlive()) {
      return false;
    }
    try {
      for (JsonNode item : Json.mapper().readTree(listed(server)).path("items")) {
        if (item.path("name").asText().equals(server.name())) {
          return item.path("controller").asBoolean();
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException e) {
      return false; // It died in between.
    }
  }

  private static String listed(Server server) {
    return server.api().call("GET", "/v1/servers", null).body();
  }

  /**
   * Undoes what a test that failed may have left: cuts, and servers that are held still or dead.
   */
  public void mend() {
    net.heal();
    for (Server server : servers) {
      if (server.program().isAlive()) {
        server.program().resume();
      } else {
        server.program().launch();
      }
    }
    awaitWhole();
  }

  /** Waits until every server is ready and sees all of them. */
  public void awaitWhole() {
    for (Server server : servers) {
      Awaitility.await(server + ", logs in " + folder)
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> view(server), ("ready, sees " + SIZE)::equals);
    }
  }

  /** What a server makes of itself and the others. */
  private static String view(Server server) {
    try {
      return server.program().isReady()
          ? "ready, sees " + Json.mapper().readTree(listed(server)).path("items").size()
          : server.health();
    } catch (IOException | UncheckedIOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    servers.forEach(server -> server.program().close());
    relays.forEach(Relay::close);
    journal.close();
    net.close();
    database.close();
  }
}
