package io.berth.agent;

import io.berth.agent.site.Site;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How an agent is to run.
 *
 * @param site who it is
 * @param servers to ask, any of which will do
 * @param docker the engine's address
 * @param data its folder
 * @param credentials the file with image registry credentials; empty for the one in {@code data}
 * @param imageRegistry where images come from that name no registry, empty for Docker Hub
 * @param listenAddress of its own HTTP: health, metrics, logs
 * @param listenPort of its own HTTP
 */
public record AgentOptions(
    Site site,
    List<URI> servers,
    String docker,
    Path data,
    Optional<Path> credentials,
    String imageRegistry,
    String listenAddress,
    int listenPort) {
  private static final List<String> ANY = List.of("0.0.0.0", "[::]");

  /**
   * Where its own HTTP is reached: at the address that it listens on, or at the host's, where it
   * listens on any.
   *
   * @param port the one that it listens on in fact
   */
  String reachedAt(int port) {
    String address = ANY.contains(listenAddress) ? site.address() : listenAddress;
    boolean bare = address.contains(":") && !address.startsWith("[");
    return "http://" + (bare ? "[" + address + "]" : address) + ":" + port;
  }
}
