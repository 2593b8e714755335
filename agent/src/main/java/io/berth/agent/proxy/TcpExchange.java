package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** One connection on its way through. On its event loop, but for {@link #cut}. */
final class TcpExchange implements Exchange {
  private static final long HELD_MILLIS = 30_000;

  private final Lane lane;
  private final LiveRoute route;
  private final NetSocket client;
  private final Context context;
  private final List<LiveTarget> tried = new ArrayList<>(2);
  private LiveTarget target;
  private long askedAt;
  private boolean over;

  private TcpExchange(Lane lane, LiveRoute route, NetSocket client) {
    this.lane = lane;
    this.route = route;
    this.client = client;
    this.context = Vertx.currentContext();
  }

  /** Carries a connection that has just come. */
  static void carry(Lane lane, LiveRoute route, NetSocket client) {
    TcpExchange exchange = new TcpExchange(lane, route, client);
    client.pause();
    client.closeHandler(v -> exchange.finish());
    exchange.attempt();
  }

  private void attempt() {
    if (over) {
      return;
    }
    target = route.claim(this, tried);
    if (target == null) {
      hold();
      return;
    }
    Target to = target.target();
    askedAt = System.nanoTime();
    lane.tcp()
        .connect(SocketAddress.inetSocketAddress(to.port(), to.address()))
        .onComplete(this::connected, this::unreached);
  }

  private void hold() {
    Runnable again = () -> context.runOnContext(v -> attempt());
    if (!tried.isEmpty() || !route.hold(again)) {
      client.close();
      return;
    }
    lane.after(
        HELD_MILLIS,
        () -> {
          if (route.forget(again)) {
            client.close();
          }
        });
  }

  private void unreached(Throwable why) {
    target.figures().unreached();
    target.failed();
    tried.add(target);
    target.release(this);
    target = null;
    attempt();
  }

  private void connected(NetSocket upstream) {
    if (over) {
      upstream.close();
      return;
    }
    target.answered();
    target.figures().connected(System.nanoTime() - askedAt);
    Tunnel.join(client, upstream).onComplete(done -> finish());
  }

  private void finish() {
    if (!over) {
      over = true;
      if (target != null) {
        target.release(this);
      }
    }
  }

  @Override
  public void cut() {
    context.runOnContext(v -> client.close());
  }
}
