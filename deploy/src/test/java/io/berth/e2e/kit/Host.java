package io.berth.e2e.kit;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A host's own programs: its agent, and the proxy beside it. */
public final class Host implements AutoCloseable {
  private final Program agent;
  private Program proxy;

  private Host(Program agent, Program proxy) {
    this.agent = agent;
    this.proxy = proxy;
  }

  /**
   * Host h1 on the loopback address, nothing of it started yet.
   *
   * @param servers that it reports to
   * @param folder where it keeps its data, in {@code agent/}, and its logs
   */
  public static Host of(
      List<URI> servers, String dockerHost, String cluster, Path folder, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("--image-registry", Ground.imageRegistry()));
    arguments.addAll(more);
    return of(List.of(), "h1", "127.0.0.1", servers, dockerHost, cluster, folder, arguments);
  }

  /** A host in a network namespace, nothing of it started yet. */
  static Host in(
      Namespace namespace,
      String name,
      List<URI> servers,
      String dockerHost,
      String cluster,
      Path folder,
      List<String> more) {
    String address = namespace.address();
    List<String> arguments = new ArrayList<>(more);
    arguments.addAll(List.of("--address", address, "--publish-address", address));
    return of(namespace.enter(), name, address, servers, dockerHost, cluster, folder, arguments);
  }

  private static Host of(
      List<String> prefix,
      String name,
      String address,
      List<URI> servers,
      String dockerHost,
      String cluster,
      Path folder,
      List<String> more) {
    String listen = address + ":" + Ground.freePort();
    URI ready = URI.create("http://" + listen + "/health/ready");
    String data = folder.resolve("agent").toString();
    String urls = servers.stream().map(URI::toString).collect(Collectors.joining(","));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--server", urls, "--host", name, "--docker", dockerHost));
    arguments.addAll(List.of("--data-dir", data, "--cluster", cluster, "--listen", listen));
    arguments.addAll(more);
    return new Host(
        new Program(prefix, "berth-agent", arguments, ready, folder.resolve("agent.log")),
        new Program(
            prefix,
            "berth-proxy",
            List.of("--data-dir", data),
            ready,
            folder.resolve("proxy.log")));
  }

  /** The agent; it is ready when the proxy is. */
  public Program agent() {
    return agent;
  }

  /** The proxy. */
  public Program proxy() {
    return proxy;
  }

  /** Starts both and waits until they are ready. */
  public Host start() {
    launch();
    agent.awaitReady();
    return this;
  }

  /** Starts both without waiting. */
  public void launch() {
    proxy.launch();
    agent.launch();
  }

  /** Starts another proxy beside the one that runs, and waits until that has left. */
  public void exchangeProxy() {
    Program before = proxy;
    proxy = before.another().launch();
    if (before.await() != 0) {
      throw new IllegalStateException("the proxy did not leave in peace");
    }
  }

  @Override
  public void close() {
    agent.close();
    proxy.close();
  }
}
