package io.berth.agent.proxy;

import io.berth.agent.route.Route;
import io.berth.api.spec.Protocol;

/**
 * What a route listens on, which only one route can have.
 *
 * @param address that it is bound to
 * @param number of the port
 * @param protocol what is spoken there
 */
record Port(String address, int number, Protocol protocol) {
  static Port of(Route route) {
    return new Port(route.address(), route.port(), route.protocol());
  }

  boolean isUdp() {
    return protocol == Protocol.UDP;
  }
}
