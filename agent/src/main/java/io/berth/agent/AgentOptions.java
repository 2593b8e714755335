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
 * @param listenAddress of its own health and metrics
 * @param listenPort of its own health and metrics
 */
public record AgentOptions(
    Site site,
    List<URI> servers,
    String docker,
    Path data,
    Optional<Path> credentials,
    String imageRegistry,
    String listenAddress,
    int listenPort) {}
