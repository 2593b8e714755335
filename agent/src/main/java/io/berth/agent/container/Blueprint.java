package io.berth.agent.container;

import io.berth.agent.reconcile.HostPort;
import io.berth.agent.reconcile.Origin;
import io.berth.agent.reconcile.Phase;
import io.berth.agent.site.Site;
import io.berth.api.Assignment;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What a container is to be.
 *
 * @param name unique on the engine
 * @param image the pinned image
 * @param spec the rest of it
 * @param environment the spec's and what Berth adds
 * @param labels see {@link Labels}
 * @param publishAddress what its published ports are bound to
 */
public record Blueprint(
    String name,
    String image,
    Spec spec,
    Map<String, String> environment,
    Map<String, String> labels,
    String publishAddress) {
  private static final int SUFFIXES = 1 << 24;

  /** A name for a new container: {@code web-0-r3-1f00ab}. */
  public static String name(Assignment assignment, RandomGenerator random) {
    return "%s-%d-r%d-%06x"
        .formatted(
            assignment.service(),
            assignment.replica(),
            assignment.revision(),
            random.nextInt(SUFFIXES));
  }

  /** The container that was made of it. */
  public Container made(String id, Instant at) {
    return new Container(
        id,
        name,
        Labels.read(labels).orElseThrow(),
        new Container.Run(Phase.CREATED, null, null, 0, false, "", "", List.of(), Optional.empty()),
        new Container.Shape(
            HostPort.fixed(spec.ports()),
            spec.volumes().stream().map(Volume::source).collect(Collectors.toUnmodifiableSet()),
            spec.stopGracePeriod(),
            List.of(),
            List.of()),
        at);
  }

  /** What the container of an assignment is to be. */
  public static Blueprint of(Assignment assignment, Origin origin, String name, Site site) {
    Map<String, String> environment = new TreeMap<>(assignment.spec().environment());
    environment.put("BERTH_NAMESPACE", assignment.namespace());
    environment.put("BERTH_SERVICE", assignment.service());
    environment.put("BERTH_INSTANCE", name);
    environment.put("BERTH_HOST", site.host());
    return new Blueprint(
        name,
        origin.image(),
        assignment.spec(),
        environment,
        Labels.of(assignment, origin, site),
        site.publishAddress());
  }
}
