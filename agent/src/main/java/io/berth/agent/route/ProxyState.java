package io.berth.agent.route;

import java.util.List;

/**
 * What a proxy says of itself.
 *
 * @param refused ports that it could not take
 * @param leaving instances that are gone from its table and still have something under way
 */
public record ProxyState(List<RefusedPort> refused, List<Leaving> leaving) {
  /** Never null. */
  public ProxyState {
    refused = refused == null ? List.of() : List.copyOf(refused);
    leaving = leaving == null ? List.of() : List.copyOf(leaving);
  }

  /**
   * A port that it could not take.
   *
   * @param error the system's words
   */
  public record RefusedPort(int port, boolean udp, String error) {}

  /**
   * An instance that is left.
   *
   * @param underWay requests and connections
   */
  public record Leaving(String instance, int underWay) {}
}
