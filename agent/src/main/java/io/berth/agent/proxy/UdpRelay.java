package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Carries the datagrams of one port. All that comes from one address goes to one target while it
 * can, and what that sends back goes there. On one event loop.
 */
final class UdpRelay {
  private static final int MOST_PEERS = 10_000;
  private static final int LARGEST = 65_535;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long SWEEP_MILLIS = 5_000;

  private final Vertx vertx;
  private final Context context;
  private final LiveRoute route;
  private final DatagramSocket socket;
  private final Map<SocketAddress, Peer> peers = new HashMap<>();
  private long sweep;

  UdpRelay(Vertx vertx, LiveRoute route) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.route = route;
    this.socket = vertx.createDatagramSocket(options().setReusePort(true));
  }

  /** What does not fit is cut off. */
  private static DatagramSocketOptions options() {
    return new DatagramSocketOptions().setReceiveBufferSize(LARGEST);
  }

  Future<Void> listen(Port port) {
    return socket
        .handler(this::received)
        .listen(port.number(), port.address())
        .onSuccess(up -> sweep = vertx.setPeriodic(SWEEP_MILLIS, id -> sweep()))
        .mapEmpty();
  }

  Future<Void> close() {
    vertx.cancelTimer(sweep);
    List.copyOf(peers.values()).forEach(Peer::end);
    return socket.close();
  }

  private void received(DatagramPacket packet) {
    SocketAddress from = packet.sender();
    Peer peer = peers.get(from);
    if (peer != null && !peer.target.isOpen()) {
      peer.end();
      peer = null;
    }
    if (peer == null && peers.size() < MOST_PEERS) {
      peer = new Peer(from);
      if (!peer.begin()) {
        return; // As where nobody listens: the network loses it.
      }
    }
    if (peer != null) {
      peer.send(packet.data());
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    List.copyOf(peers.values()).stream()
        .filter(peer -> now - peer.heardAt > IDLE_NANOS)
        .forEach(Peer::end);
  }

  /** Somebody who sends, and the target that hears of it. */
  private final class Peer implements Exchange {
    private final SocketAddress address;
    private LiveTarget target;
    private DatagramSocket out;
    private final long begunAt = System.nanoTime();
    private long heardAt;
    private boolean answered;

    Peer(SocketAddress address) {
      this.address = address;
    }

    boolean begin() {
      target = route.claim(this, "", List.of());
      if (target == null) {
        return false;
      }
      out = vertx.createDatagramSocket(options());
      out.handler(this::back);
      peers.put(address, this);
      return true;
    }

    void send(Buffer data) {
      heardAt = System.nanoTime();
      Target to = target.target();
      out.send(data, to.port(), to.address());
      target.tally().carried(data.length(), 0);
    }

    private void back(DatagramPacket answer) {
      Target to = target.target();
      SocketAddress from = answer.sender();
      if (from.port() != to.port() || !from.hostAddress().equals(to.address())) {
        return; // Whoever else finds the port has nothing to say to this client.
      }
      heardAt = System.nanoTime();
      if (!answered) {
        answered = true;
        target.answered(0, heardAt - begunAt);
      }
      target.tally().carried(0, answer.data().length());
      socket.send(answer.data(), address.port(), address.hostAddress());
    }

    void end() {
      if (peers.remove(address, this)) {
        target.release(this);
        out.close();
      }
    }

    @Override
    public void cut(LiveTarget from) {
      context.runOnContext(v -> end());
    }
  }
}
