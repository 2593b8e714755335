package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;

/** One connection on its way through. */
final class TcpExchange extends Passage<NetSocket> {
  private final NetSocket client;

  private TcpExchange(Lane lane, LiveRoute route, NetSocket client) {
    super(lane, route);
    this.client = client;
  }

  /** Carries a connection that has just come. */
  static void carry(Lane lane, LiveRoute route, NetSocket client) {
    TcpExchange exchange = new TcpExchange(lane, route, client);
    client.pause();
    client.closeHandler(v -> exchange.finish());
    exchange.attempt();
  }

  @Override
  Future<NetSocket> connect(Target to) {
    return lane().connection(to);
  }

  @Override
  void abandon(NetSocket upstream) {
    upstream.close();
  }

  @Override
  void connected(NetSocket upstream) {
    reached(0);
    Tunnel.join(client, upstream).onComplete(done -> finish());
  }

  @Override
  void refuse(Refusal why) {
    client.close();
  }

  @Override
  void cut() {
    client.close();
  }
}
