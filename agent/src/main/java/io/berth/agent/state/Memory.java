package io.berth.agent.state;

import io.berth.agent.reconcile.Origin;
import io.berth.api.ImageStatus;
import java.util.List;
import java.util.Map;

/**
 * What the agent remembers over a restart, beside its assignments.
 *
 * @param lives by the names of the containers
 * @param held by the keys of the replicas, the origin that held last; {@link #NOTHING_HELD} for
 *     none yet
 * @param pulled images that this agent brought to the host, and may take away
 * @param orders image orders that are done
 */
public record Memory(
    Map<String, Life> lives,
    Map<String, Origin> held,
    List<PulledImage> pulled,
    List<ImageStatus> orders) {
  /** No revision of the replica has held yet, so there is none to go back to. */
  public static final Origin NOTHING_HELD = new Origin("", "");

  /** Of an agent that remembers nothing. */
  public static final Memory EMPTY = new Memory(Map.of(), Map.of(), List.of(), List.of());

  /** Never null. */
  public Memory {
    lives = lives == null ? Map.of() : Map.copyOf(lives);
    held = held == null ? Map.of() : Map.copyOf(held);
    pulled = pulled == null ? List.of() : List.copyOf(pulled);
    orders = orders == null ? List.of() : List.copyOf(orders);
  }

  /**
   * An image that this agent brought to the host.
   *
   * @param reference as it was pulled: {@code 127.0.0.1:5000/web:v2}
   * @param pinned the same by digest
   */
  public record PulledImage(String reference, String pinned) {}
}
