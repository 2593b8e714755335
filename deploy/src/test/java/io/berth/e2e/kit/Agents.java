package io.berth.e2e.kit;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Agents, not started yet. */
public final class Agents {
  private Agents() {}

  /**
   * The agent of host h1.
   *
   * @param servers that it reports to
   * @param folder where it keeps its data, in {@code agent/}, and its log
   */
  public static Program of(
      List<URI> servers, String dockerHost, String cluster, Path folder, List<String> more) {
    int port = Ground.freePort();
    String urls = servers.stream().map(URI::toString).collect(Collectors.joining(","));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--server", urls, "--host", "h1", "--docker", dockerHost));
    arguments.addAll(
        List.of("--data-dir", folder.resolve("agent").toString(), "--cluster", cluster));
    arguments.addAll(
        List.of("--listen", "127.0.0.1:" + port, "--image-registry", Ground.imageRegistry()));
    arguments.addAll(more);
    return new Program(
        "berth-agent",
        arguments,
        URI.create("http://127.0.0.1:" + port + "/health/ready"),
        folder.resolve("agent.log"));
  }
}
