package io.berth.e2e.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A Docker engine as seen by its own command line, past Berth. */
public final class Engine {
  private static final int TRIES = 5;

  private final String dockerHost;

  /** The engine at an address such as {@code unix:///run/docker.sock}. */
  public Engine(String dockerHost) {
    this.dockerHost = dockerHost;
  }

  /** Runs the docker command; answers what it printed. */
  public String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(Arrays.asList(arguments));
    return Ground.run(Map.of("DOCKER_HOST", dockerHost, "DOCKER_BUILDKIT", "0"), command).trim();
  }

  /** The containers of a service, oldest first, whatever their state. */
  public List<Container> containers(String cluster, String service) {
    for (int tries = 1; ; tries++) {
      try {
        return look(cluster, service);
      } catch (IllegalStateException e) {
        // One was removed between the two looks that it takes: look again.
        if (tries == TRIES || !e.getMessage().contains("No such")) {
          throw e;
        }
      }
    }
  }

  private List<Container> look(String cluster, String service) {
    String ids =
        docker(
            "ps",
            "-a",
            "-q",
            "--no-trunc",
            "--filter",
            "label=berth.cluster=" + cluster,
            "--filter",
            "label=berth.service=" + service);
    return ids.isEmpty() ? List.of() : inspect(ids.split("\\s+"));
  }

  /** The containers of a service that run. */
  public List<Container> running(String cluster, String service) {
    return containers(cluster, service).stream().filter(Container::running).toList();
  }

  /** Removes every container of a cluster. */
  public void removeAll(String cluster) {
    String ids =
        docker("ps", "-a", "-q", "--no-trunc", "--filter", "label=berth.cluster=" + cluster);
    if (!ids.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("rm", "-f", "-v"));
      command.addAll(Arrays.asList(ids.split("\\s+")));
      docker(command.toArray(String[]::new));
    }
  }

  /** Whether the engine has an image. */
  public boolean hasImage(String image) {
    return !docker("images", "-q", image).isEmpty()
        || docker("images", "--digests", "--format", "{{.Repository}}@{{.Digest}}")
            .lines()
            .anyMatch(image::equals);
  }

  private List<Container> inspect(String... ids) {
    List<String> command = new ArrayList<>(List.of("inspect"));
    command.addAll(Arrays.asList(ids));
    try {
      List<Container> containers = new ArrayList<>();
      for (JsonNode node : Json.mapper().readTree(docker(command.toArray(String[]::new)))) {
        containers.add(Container.of(node));
      }
      containers.sort(java.util.Comparator.comparing(Container::created));
      return containers;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What matters of a container. */
  public record Container(
      String id,
      String name,
      String created,
      String startedAt,
      String image,
      boolean running,
      int exitCode,
      Map<String, String> labels) {

    static Container of(JsonNode node) {
      Map<String, String> labels = new java.util.TreeMap<>();
      node.at("/Config/Labels")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      return new Container(
          node.path("Id").asText(),
          node.path("Name").asText().substring(1),
          node.path("Created").asText(),
          node.at("/State/StartedAt").asText(),
          node.at("/Config/Image").asText(),
          node.at("/State/Running").asBoolean(),
          node.at("/State/ExitCode").asInt(),
          labels);
    }
  }
}
