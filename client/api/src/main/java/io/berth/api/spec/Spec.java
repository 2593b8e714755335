package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service should be, whole: every key that the document left out has its default here.
 *
 * @param image the image to run, as written ({@code "web:v2"}), or empty for a pure config document
 * @param ports what is reachable of it
 * @param environment variables of the process
 * @param settings what the running program reads live; a JSON object
 * @param command replaces the image's command unless empty
 * @param entrypoint replaces the image's entrypoint unless empty
 * @param user runs as this user unless empty
 * @param workingDir starts in this folder unless empty
 * @param volumes mounts
 * @param healthcheck how it is probed; absent: the image's own HEALTHCHECK, else "runs for
 *     min_healthy_time"
 * @param stopSignal the signal that asks it to end
 * @param stopGracePeriod how long it may take to end before SIGKILL
 * @param restart when it is started again after it ended
 * @param labels labels of the container, and of its instances in a lookup
 * @param registryAuth the name of the credentials, kept on the hosts, for the image registry; empty
 *     for none
 * @param deploy how many, where, and how it is updated
 * @param extensions the {@code x-…} keys, kept as they are
 */
public record Spec(
    String image,
    List<Port> ports,
    Map<String, String> environment,
    ObjectNode settings,
    List<String> command,
    List<String> entrypoint,
    String user,
    String workingDir,
    List<Volume> volumes,
    Optional<Healthcheck> healthcheck,
    String stopSignal,
    Duration stopGracePeriod,
    Restart restart,
    Map<String, String> labels,
    String registryAuth,
    Deploy deploy,
    Map<String, JsonNode> extensions) {

  /** Whether there is nothing to run: the service is only a document of settings. */
  @JsonIgnore
  public boolean isConfigOnly() {
    return image.isEmpty();
  }

  /**
   * Whether the old container of a replica stops before its new one starts: it is asked for, or
   * they cannot have a port or a volume at the same time.
   */
  public boolean stopsFirst() {
    return deploy.update().order() == Order.STOP_FIRST
        || ports.stream().anyMatch(Port::isFixed)
        || volumes.stream().anyMatch(Volume::exclusive);
  }

  /** What of the spec a container is made from: when it differs, another container is needed. */
  public Container container() {
    return new Container(
        image,
        ports,
        environment,
        command,
        entrypoint,
        user,
        workingDir,
        volumes,
        healthcheck,
        stopSignal,
        stopGracePeriod,
        restart,
        labels,
        deploy.resources().limits());
  }

  /** What of a spec a container is made from; the components are those of {@link Spec}. */
  public record Container(
      String image,
      List<Port> ports,
      Map<String, String> environment,
      List<String> command,
      List<String> entrypoint,
      String user,
      String workingDir,
      List<Volume> volumes,
      Optional<Healthcheck> healthcheck,
      String stopSignal,
      Duration stopGracePeriod,
      Restart restart,
      Map<String, String> labels,
      Resources.Amount limits) {}
}
