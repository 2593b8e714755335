package io.berth.server.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.ImageOrder;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.api.spec.Spec;
import io.berth.server.catalog.ServiceName;
import io.berth.server.catalog.SpecReader;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The images of a host's services.
 *
 * @param orders those that it is to make ready
 * @param kept pinned, those that it must not prune, beside those that run on it
 */
record HostImages(List<ImageOrder> orders, List<String> kept) {
  /** How many revisions back a rollout may be that is looked at in the place of the newest. */
  private static final int BACK = 5;

  /**
   * At an instant.
   *
   * @param services the keys of those that are, or once were, rolled out to the host
   */
  static HostImages of(Heads heads, String host, Collection<String> services) {
    List<ImageOrder> orders = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (String key : services) {
      Optional<Entry> service = heads.get(Kind.SERVICE, key).filter(entry -> !entry.deleted());
      Optional<Rollout> newest =
          service
              .flatMap(entry -> newestRollout(heads, entry))
              .filter(rollout -> concerns(rollout, host));
      newest.ifPresent(
          rollout -> {
            rollout.stable().forEach(stable -> kept.add(stable.image()));
            kept.add(rollout.image());
          });
      newest
          .filter(rollout -> rollout.state() == RolloutState.PREPARING)
          .filter(rollout -> isPlacedOn(rollout, host) && rollout.to() == service.get().version())
          .map(rollout -> order(rollout, SpecReader.read(service.get().document(JsonNode.class))))
          .ifPresent(orders::add);
    }
    return new HostImages(
        orders, kept.stream().filter(image -> !image.isEmpty()).distinct().sorted().toList());
  }

  /**
   * The rollout of a service's newest revision. What is written together is seen one after the
   * other: for an instant the one before it is the newest there is.
   */
  static Optional<Rollout> newestRollout(Heads heads, Entry service) {
    ServiceName name = ServiceName.ofKey(service.key());
    return LongStream.iterate(service.version(), revision -> revision - 1)
        .limit(Math.min(BACK, service.version()))
        .mapToObj(revision -> heads.get(Kind.ROLLOUT, name.rollout(revision)))
        .flatMap(Optional::stream)
        .filter(entry -> !entry.deleted())
        .findFirst()
        .map(entry -> entry.document(Rollout.class));
  }

  /** Until it has held, it may come, or go back, to any host that had the service before. */
  private static boolean concerns(Rollout rollout, String host) {
    return rollout.state() != RolloutState.SUCCEEDED || isPlacedOn(rollout, host);
  }

  private static boolean isPlacedOn(Rollout rollout, String host) {
    return rollout.slots().stream().anyMatch(slot -> slot.host().equals(host));
  }

  private static ImageOrder order(Rollout rollout, Spec spec) {
    return new ImageOrder(
        rollout.image().isEmpty() ? spec.image() : rollout.image(),
        spec.registryAuth(),
        rollout.id());
  }
}
