package io.berth.e2e.kit;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * One server and one agent on the tests' engine, under a cluster name of their own; closing it
 * removes all they made.
 */
public final class House implements AutoCloseable {
  private final String cluster;
  private final Path folder;
  private final Engine engine;
  private final boolean hasEngine;
  private final Program server;
  private final Program agent;
  private final Api api;

  private House(String name, String dockerHost, List<String> agentArguments) {
    folder = Ground.folder(name);
    cluster = folder.getFileName().toString().toLowerCase(java.util.Locale.ROOT);
    engine = new Engine(dockerHost);
    hasEngine = !dockerHost.contains("nowhere");
    int serverPort = Ground.freePort();
    URI serverUrl = URI.create("http://127.0.0.1:" + serverPort);
    server =
        new Program(
            "berth-server",
            List.of(
                "--listen",
                "127.0.0.1:" + serverPort,
                "--data-dir",
                folder.resolve("server").toString(),
                "--cluster",
                cluster,
                "--cluster-listen",
                "127.0.0.1:0"),
            serverUrl.resolve("/health/ready"),
            folder.resolve("server.log"));
    agent = Agents.of(List.of(serverUrl), dockerHost, cluster, folder, agentArguments);
    api = new Api(serverUrl);
  }

  /** Starts a server and an agent on the tests' engine. */
  public static House open(String name, String... agentArguments) {
    return on(Ground.dockerHost(), name, agentArguments);
  }

  /** Starts a server and an agent on an engine. */
  public static House on(String dockerHost, String name, String... agentArguments) {
    House house = new House(name, dockerHost, List.of(agentArguments));
    try {
      house.server.start();
      house.agent.start();
      return house;
    } catch (RuntimeException e) {
      house.close();
      throw e;
    }
  }

  /** Starts a server, and an agent whose engine is not there. */
  public static House without(String name) {
    House house = new House(name, "unix:///nowhere/docker.sock", List.of());
    house.server.start();
    house.agent.launch();
    return house;
  }

  /** The REST API of the server. */
  public Api api() {
    return api;
  }

  /** The server. */
  public Program server() {
    return server;
  }

  /** The agent. */
  public Program agent() {
    return agent;
  }

  /** The engine that the agent works on. */
  public Engine engine() {
    return engine;
  }

  /** The cluster's name. */
  public String cluster() {
    return cluster;
  }

  /**
   * Where data and logs are: {@code server/}, {@code agent/}, {@code server.log}, {@code
   * agent.log}.
   */
  public Path folder() {
    return folder;
  }

  /** The containers of a service, oldest first, whatever their state. */
  public List<Engine.Container> containers(String service) {
    return engine.containers(cluster, service);
  }

  /** The containers of a service that run. */
  public List<Engine.Container> running(String service) {
    return engine.running(cluster, service);
  }

  /** Ends both programs and removes their containers. */
  @Override
  public void close() {
    agent.close();
    server.close();
    if (hasEngine) {
      engine.removeAll(cluster);
    }
  }
}
