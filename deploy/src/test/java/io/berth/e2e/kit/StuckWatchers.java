package io.berth.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections to a server that ask for much and read nothing of what is answered. */
public final class StuckWatchers implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4096;
  private static final int CONNECT_MS = 5_000;

  private final List<Socket> sockets = new ArrayList<>();

  /**
   * Opens connections; each asks so many times without waiting for an answer.
   *
   * @param path with query
   * @param header one more, such as {@code "Last-Event-ID: 0"}
   */
  public StuckWatchers(URI server, int connections, int requests, String path, String header) {
    byte[] ask =
        ("GET " + path + " HTTP/1.1\r\nHost: " + server.getHost() + "\r\n" + header + "\r\n\r\n")
            .repeat(requests)
            .getBytes(StandardCharsets.US_ASCII);
    try {
      for (int i = 0; i < connections; i++) {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MS);
        socket.getOutputStream().write(ask);
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
