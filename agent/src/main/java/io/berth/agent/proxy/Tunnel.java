package io.berth.agent.proxy;

import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;

/** Two connections made one. */
final class Tunnel {
  private Tunnel() {}

  /**
   * Carries what comes on either to the other, no faster than it is read there, until one closes;
   * then the other is closed once it has got all. Who closes one direction closes both.
   */
  static Future<Void> join(NetSocket one, NetSocket other) {
    return Future.join(one.pipeTo(other), other.pipeTo(one)).mapEmpty();
  }
}
