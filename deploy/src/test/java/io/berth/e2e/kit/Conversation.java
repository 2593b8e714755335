package io.berth.e2e.kit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One request on a connection of its own, what is said after it, and what comes back, byte for
 * byte.
 */
public final class Conversation implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;
  private final InputStream in;

  private Conversation(int port, String request) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    in = socket.getInputStream();
    say(request);
  }

  /** Asks for a path of a port of this machine. */
  public static Conversation begin(int port, String path) throws IOException {
    return new Conversation(
        port, "GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  }

  /** Asks to speak as WebSockets do, with the key of RFC 6455's example. */
  public static Conversation upgrade(int port) throws IOException {
    return new Conversation(
        port,
        String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: test",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            ""));
  }

  /** Sends more. */
  public void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
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
