package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port that takes no connection, and does not say so: its queue is full of those before. */
final class FullBacklog implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<Socket> waiting = new ArrayList<>();

  FullBacklog() throws IOException {
    boolean room = true;
    while (room) {
      Socket socket = new Socket();
      waiting.add(socket);
      room = connects(socket);
    }
  }

  private boolean connects(Socket socket) throws IOException {
    try {
      socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** It as a target, of this host or of another. */
  Target target(boolean local) {
    return new Target("silent", 1, "127.0.0.1", server.getLocalPort(), local);
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
    server.close();
  }
}
