package io.berth.agent.reconcile;

import io.berth.api.Assignment;

/**
 * What a container was made from. A container fits its assignment when their origins are equal;
 * what differs otherwise, such as settings, touches no container.
 *
 * @param specHash see {@link SpecHash}
 * @param image the pinned image
 */
public record Origin(String specHash, String image) {

  /** What a container of this assignment is made from. */
  public static Origin of(Assignment assignment) {
    return new Origin(SpecHash.of(assignment.spec()), assignment.image());
  }
}
