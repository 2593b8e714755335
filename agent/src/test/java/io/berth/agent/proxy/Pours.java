package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A target that says this, then so many bytes, and closes: once. */
final class Pours implements AutoCloseable {
  private final ServerSocket server;

  Pours(String head, int bytes) throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    new Thread(() -> pour(head, bytes), "pours").start();
  }

  Target target() {
    return new Target("pours", 1, "127.0.0.1", server.getLocalPort(), true);
  }

  private void pour(String head, int bytes) {
    try (Socket taken = server.accept()) {
      taken.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      taken.getOutputStream().write(new byte[bytes]);
    } catch (IOException e) {
      // Whoever reads hears too little.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
