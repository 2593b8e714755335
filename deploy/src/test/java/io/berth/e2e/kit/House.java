package io.berth.e2e.kit;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@link Servers} and one agent on the tests' engine, under a cluster name of their own; closing it
 * removes all they made.
 */
public final class House implements AutoCloseable {
  private final String cluster;
  private final Path folder;
  private final Engine engine;
  private final boolean hasEngine;
  private final Servers servers;
  private final Host host;

  private House(String name, String dockerHost, List<String> agentArguments) {
    folder = Ground.folder(name);
    cluster = folder.getFileName().toString().toLowerCase(Locale.ROOT);
    engine = new Engine(dockerHost);
    hasEngine = !dockerHost.contains("nowhere");
    servers = Servers.of(cluster, folder);
    host = Host.of(servers.urls(), dockerHost, cluster, folder, agentArguments);
  }

  /** Starts servers and an agent on the tests' engine. */
  public static House open(String name, String... agentArguments) {
    return on(Ground.dockerHost(), name, agentArguments);
  }

  /** Starts servers and an agent on an engine. */
  public static House on(String dockerHost, String name, String... agentArguments) {
    House house = new House(name, dockerHost, List.of(agentArguments));
    try {
      house.servers.start();
      house.host.start();
      return house;
    } catch (RuntimeException e) {
      house.close();
      throw e;
    }
  }

  /** Starts servers, and an agent whose engine is not there. */
  public static House without(String name) {
    House house = new House(name, "unix:///nowhere/docker.sock", List.of());
    house.servers.start();
    house.host.launch();
    return house;
  }

  /** The REST API of one of the servers, {@link Servers#api()}. */
  public Api api() {
    return servers.api();
  }

  /** The servers. */
  public Servers servers() {
    return servers;
  }

  /** The agent. */
  public Program agent() {
    return host.agent();
  }

  /** The host of the agent. */
  public Host host() {
    return host;
  }

  /** The engine that the agent works on. */
  public Engine engine() {
    return engine;
  }

  /** The cluster's name. */
  public String cluster() {
    return cluster;
  }

  /** Where data and logs are: {@code s1/}, {@code agent/}, {@code s1.log}, {@code agent.log}. */
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

  /** Ends all programs and removes their containers. */
  @Override
  public void close() {
    host.close();
    servers.close();
    if (hasEngine) {
      engine.removeAll(cluster);
    }
  }
}
