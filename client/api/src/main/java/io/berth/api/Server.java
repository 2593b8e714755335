package io.berth.api;

import java.time.Instant;
import java.util.List;

/**
 * A server of the registry, as the one that was asked knows it.
 *
 * @param name its name in the cluster
 * @param url where clients and agents reach it
 * @param version its version
 * @param state whether it can be counted on
 * @param controller whether it holds the controller lease, and so drives the rollouts
 * @param seq the last place in the journal that it has taken into the maps; of one that is away,
 *     the last that was heard
 * @param startedAt when its process started; null while that is not known
 * @param reasons why it is not ready; empty when it is
 */
public record Server(
    String name,
    String url,
    String version,
    ServerState state,
    boolean controller,
    long seq,
    Instant startedAt,
    List<String> reasons) {
  /** Never null. */
  public Server {
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
  }
}
