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
    if (!lane.clients().hasRoom()) {
      client.close();
      return;
    }
    lane.clients().tunnelBegun();
    TcpExchange exchange = new TcpExchange(lane, route, client);
    client.pause();
    client.closeHandler(v -> exchange.end());
    exchange.attempt();
  }

  @Override
  Future<NetSocket> connect(Target to, int millis) {
    return lane().connection(to, millis);
  }

  @Override
  void abandon(NetSocket upstream) {
    upstream.close();
  }

  @Override
  void connected(NetSocket upstream) {
    reached(0);
    client.closeHandler(null); // What it has sent by then is still on its way.
    Tunnel.join(client, upstream).onComplete(done -> end());
  }

  private void end() {
    if (finish()) {
      lane().clients().tunnelEnded();
    }
  }

  @Override
  void refuse(Refusal why) {
    lane().refusals().count(why);
    client.close();
  }

  @Override
  void cut() {
    client.close();
  }
}
