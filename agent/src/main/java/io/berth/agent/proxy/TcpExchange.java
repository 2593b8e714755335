package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;

/** One connection on its way through. */
final class TcpExchange extends Passage {
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
  void connect(Target to) {
    lane()
        .tcp()
        .connect(SocketAddress.inetSocketAddress(to.port(), to.address()))
        .onComplete(this::connected, this::unreached);
  }

  private void connected(NetSocket upstream) {
    if (isOver()) {
      upstream.close();
      return;
    }
    target().answered();
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
