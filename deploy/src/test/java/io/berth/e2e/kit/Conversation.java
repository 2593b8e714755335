package io.berth.e2e.kit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request on a connection of its own, and what comes back, byte for byte. */
public final class Conversation implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;
  private final InputStream in;

  private Conversation(int port, String request) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    in = socket.getInputStream();
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** Asks for a path of a port of this machine. */
  public static Conversation begin(int port, String path) throws IOException {
    return new Conversation(
        port, "GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  }

  /** Asks to speak as WebSockets do. */
  public static Conversation upgrade(int port) throws IOException {
    return new Conversation(
        port, "GET / HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  }

  /** The head of the answer, or whatever comes until an empty line. */
  public String next() throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        break;
      }
      text.append((char) read);
    }
    return text.toString();
  }

  /** All that comes until the other side closes; fails when that breaks off. */
  public String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
