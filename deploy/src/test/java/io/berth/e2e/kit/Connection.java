package io.berth.e2e.kit;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection over which one asks for {@code /}, over and over, on the thread that asks: a third
 * of what it costs with a client that has threads of its own, which a machine full of tests does
 * not have to spare.
 */
final class Connection implements AutoCloseable {
  private static final int SHORTEST_MS = 1;

  private final Socket socket = new Socket();
  private final int timeout;
  private final InputStream in;
  private boolean kept;

  /** Connects; that, and whatever comes back later, is waited for so long. */
  Connection(SocketAddress address, int timeoutMillis) throws IOException {
    timeout = timeoutMillis;
    socket.setTcpNoDelay(true);
    try {
      socket.connect(address, timeoutMillis);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Whether the other side closed it since the last answer, or said what nobody asked for: a look,
   * before it is asked again. What breaks afterwards has failed.
   */
  boolean isStale() {
    try {
      socket.setSoTimeout(SHORTEST_MS);
      var unused = in.read();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Asks for {@code /}, and answers the body; fails when it is not a 200.
   *
   * @param again whether more is to be asked afterwards
   */
  String ask(boolean again) throws IOException {
    kept = false;
    String status = status(again);
    int length = 0;
    boolean keep = again;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String[] parts = header.toLowerCase(Locale.ROOT).split(":", 2);
      if (parts[0].equals("content-length")) {
        length = Integer.parseInt(parts[1].strip());
      } else if (parts[0].equals("connection")) {
        keep &= !parts[1].strip().equals("close");
      }
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw closed();
    }
    String body = new String(bytes, StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("no answer: " + status + " " + body);
    }
    kept = keep;
    return body;
  }

  private String status(boolean again) throws IOException {
    String close = again ? "" : "Connection: close\r\n";
    String request = "GET / HTTP/1.1\r\nHost: test\r\n" + close + "\r\n";
    socket.setSoTimeout(timeout);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return line();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw closed();
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  private static EOFException closed() {
    return new EOFException("closed before the end of an answer");
  }

  /** Whether there was a good answer, and more may be asked. */
  boolean isKept() {
    return kept;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing more to be had from it.
    }
  }
}
