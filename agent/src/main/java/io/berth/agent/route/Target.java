package io.berth.agent.route;

import java.util.Objects;

/**
 * An instance's port, where requests are sent to.
 *
 * @param instance its id
 * @param revision that it runs
 * @param address where the port is
 * @param port there
 * @param local whether it is on this host; others are asked only where none is
 */
public record Target(String instance, long revision, String address, int port, boolean local) {
  /** Never null. */
  public Target {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(address, "address");
  }
}
