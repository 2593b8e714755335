package io.berth.agent.proxy;

import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;

/** Two connections made one. */
final class Tunnel {
  private Tunnel() {}

  /**
   * Carries what comes on either to the other, no faster than it is read there, until one closes;
   * then the other is closed once it has got all.
   */
  static Future<Void> join(NetSocket one, NetSocket other) {
    Future<Void> forth = one.pipeTo(other);
    Future<Void> back = other.pipeTo(one);
    one.exceptionHandler(e -> other.close());
    other.exceptionHandler(e -> one.close());
    one.closeHandler(v -> other.end());
    other.closeHandler(v -> one.end());
    return Future.join(forth, back).mapEmpty();
  }
}
