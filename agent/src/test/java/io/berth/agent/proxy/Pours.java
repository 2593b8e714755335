package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/**
 * A target that waits until it is asked this, a regular expression, says this, then so many bytes,
 * and closes: once.
 */
final class Pours implements AutoCloseable {
  private final ServerSocket server;
  private final Thread thread;

  Pours(String asked, String head, int bytes) throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    thread = new Thread(() -> pour(asked, head, bytes), "pours");
    thread.start();
  }

  Target target() {
    return new Target("pours", 1, "127.0.0.1", server.getLocalPort(), true);
  }

  /** Whether all is said, or nobody hears it any more. */
  boolean isOver() {
    return !thread.isAlive();
  }

  private void pour(String asked, String head, int bytes) {
    try (Socket taken = server.accept()) {
      Scanner in = new Scanner(taken.getInputStream(), StandardCharsets.US_ASCII);
      // What it leaves unread would make the system reset the connection.
      if (in.findWithinHorizon(asked, 0) == null) {
        throw new IOException("never asked");
      }
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
