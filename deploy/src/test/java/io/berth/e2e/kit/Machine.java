package io.berth.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A machine of its own, as far as the network and Docker go: a namespace with an engine, an agent
 * and its proxy in it.
 */
public final class Machine implements AutoCloseable {
  private final String cluster;
  private final Path folder;
  private final Namespace namespace;
  private final OwnEngine engine;
  private final Host host;

  /**
   * Starts its engine, and nothing else yet.
   *
   * @param name of the host
   * @param folder where it keeps its data and its logs
   * @param dockerd more arguments of the engine
   * @param agent more arguments of the agent
   */
  Machine(
      Namespace namespace,
      String name,
      List<URI> servers,
      String cluster,
      Path folder,
      List<String> dockerd,
      List<String> agent) {
    this.cluster = cluster;
    this.folder = folder;
    this.namespace = namespace;
    this.engine = OwnEngine.in(namespace, folder.resolve("engine"), dockerd);
    this.host = Host.in(namespace, name, servers, engine.dockerHost(), cluster, folder, agent);
  }

  /** Its address. */
  public String address() {
    return namespace.address();
  }

  /** Its part of the network. */
  public Namespace namespace() {
    return namespace;
  }

  /** Its agent and proxy. */
  public Host host() {
    return host;
  }

  /** Its engine, to be ended and started. */
  public OwnEngine ownEngine() {
    return engine;
  }

  /** Its engine, to be asked. */
  public Engine engine() {
    return new Engine(engine.dockerHost());
  }

  /** The containers of a service that run on it. */
  public List<Engine.Container> running(String service) {
    return engine().running(cluster, service);
  }

  /** Its engine and its containers end as in a power cut, and the engine starts again. */
  public void crash() {
    String ids = engine().docker("ps", "-q", "--no-trunc");
    List<String> command = new ArrayList<>(List.of("inspect", "-f", "{{.State.Pid}}"));
    command.addAll(List.of(ids.split("\\s+")));
    String pids = engine().docker(command.toArray(String[]::new));
    engine.kill();
    List<String> kill = new ArrayList<>(List.of("kill", "-KILL"));
    kill.addAll(List.of(pids.split("\\s+")));
    Ground.run(Map.of(), Ground.asRoot(kill));
    engine.start();
  }

  /** Has its agent know these credentials for image registries. */
  public void credentials(String json) {
    try {
      Path file = folder.resolve("agent/credentials.json");
      Files.writeString(file, json);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    host.close();
    engine.close();
  }
}
