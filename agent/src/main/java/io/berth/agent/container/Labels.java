package io.berth.agent.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.agent.reconcile.Desired;
import io.berth.agent.reconcile.Origin;
import io.berth.agent.site.Site;
import io.berth.api.Assignment;
import io.berth.api.Durations;
import io.berth.api.Json;
import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.Port;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The label scheme: what a container says of itself, so that an agent that lost its state knows it
 * again.
 *
 * @param namespace groups services
 * @param service its service
 * @param replica which copy
 * @param revision the one that it was made for
 * @param origin what it was made from
 * @param healthcheck how it is probed; empty for as its image says
 * @param ports that it was made with
 * @param exclusive sources of its volumes that no other container may have while it runs
 * @param drainTimeout how long what is under way with it may take once it leaves
 */
public record Labels(
    String namespace,
    String service,
    int replica,
    long revision,
    Origin origin,
    Optional<Healthcheck> healthcheck,
    List<Port> ports,
    Set<String> exclusive,
    Duration drainTimeout) {
  /** The cluster that a container belongs to. */
  public static final String CLUSTER = "berth.cluster";

  /** The host whose agent made it. */
  public static final String HOST = "berth.host";

  private static final String NAMESPACE = "berth.namespace";
  private static final String SERVICE = "berth.service";
  private static final String REVISION = "berth.revision";
  private static final String REPLICA = "berth.replica";
  private static final String SPEC_HASH = "berth.spec-hash";
  private static final String IMAGE = "berth.image";
  private static final String HEALTHCHECK = "berth.healthcheck";
  private static final String PORTS = "berth.ports";
  private static final String EXCLUSIVE = "berth.exclusive-volumes";
  private static final String DRAIN_TIMEOUT = "berth.drain-timeout";

  /** Of a container that was made before it was a label. */
  private static final Duration UNSAID_DRAIN_TIMEOUT = Duration.ofSeconds(30);

  /** As {@link Assignment#key}. */
  public String key() {
    return namespace + "/" + service + "/" + replica;
  }

  /** The labels of a new container: the spec's own, and over them those that make it known. */
  public static Map<String, String> of(Assignment assignment, Origin origin, Site site) {
    Map<String, String> labels = new HashMap<>(assignment.spec().labels());
    labels.put(CLUSTER, site.cluster());
    labels.put(HOST, site.host());
    labels.put(NAMESPACE, assignment.namespace());
    labels.put(SERVICE, assignment.service());
    labels.put(REVISION, Long.toString(assignment.revision()));
    labels.put(REPLICA, Integer.toString(assignment.replica()));
    labels.put(SPEC_HASH, origin.specHash());
    labels.put(IMAGE, origin.image());
    assignment.spec().healthcheck().ifPresent(check -> labels.put(HEALTHCHECK, write(check)));
    labels.put(PORTS, write(assignment.spec().ports()));
    String exclusive =
        Desired.exclusiveVolumes(assignment).stream().sorted().collect(Collectors.joining("\n"));
    if (!exclusive.isEmpty()) {
      labels.put(EXCLUSIVE, exclusive);
    }
    labels.put(DRAIN_TIMEOUT, Durations.format(assignment.spec().deploy().update().drainTimeout()));
    return labels;
  }

  /** Reads them back; empty where they are not an agent's. */
  public static Optional<Labels> read(Map<String, String> labels) {
    try {
      return Optional.of(
          new Labels(
              known(labels, NAMESPACE),
              known(labels, SERVICE),
              Integer.parseInt(known(labels, REPLICA)),
              Long.parseLong(known(labels, REVISION)),
              new Origin(known(labels, SPEC_HASH), known(labels, IMAGE)),
              Optional.ofNullable(labels.get(HEALTHCHECK)).map(Labels::healthcheck),
              Optional.ofNullable(labels.get(PORTS)).map(Labels::ports).orElse(List.of()),
              Optional.ofNullable(labels.get(EXCLUSIVE)).map(Labels::lines).orElse(Set.of()),
              Optional.ofNullable(labels.get(DRAIN_TIMEOUT))
                  .map(Durations::parse)
                  .orElse(UNSAID_DRAIN_TIMEOUT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String known(Map<String, String> labels, String label) {
    String value = labels.get(label);
    if (value == null) {
      throw new IllegalArgumentException(label);
    }
    return value;
  }

  private static Set<String> lines(String text) {
    return Arrays.stream(text.split("\n")).collect(Collectors.toUnmodifiableSet());
  }

  private static String write(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Healthcheck healthcheck(String text) {
    try {
      return Json.mapper().readValue(text, Healthcheck.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<Port> ports(String text) {
    try {
      return List.of(Json.mapper().readValue(text, Port[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
