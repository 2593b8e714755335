package io.berth.e2e.kit;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection over which one asks for {@code /}, over and over, on the thread that asks: a third
 * of what it costs with a client that has threads of its own, which a machine full of tests does
 * not have to spare.
 */
final class Connection implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;
  private boolean used;
  private boolean kept;

  /** It was closed since the last answer. */
  static final class Expired extends IOException {
    private static final long serialVersionUID = 1;

    private Expired(IOException cause) {
      super(cause);
    }
  }

  /** Connects; that, and whatever comes back later, is waited for so long. */
  Connection(SocketAddress address, int timeoutMillis) throws IOException {
    socket.setSoTimeout(timeoutMillis);
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
   * Asks for {@code /}, and answers the body; fails when it is not a 200.
   *
   * @param again whether more is to be asked afterwards
   * @throws Expired when more was asked before, and nothing at all came back now
   */
  String ask(boolean again) throws IOException {
    String status = status(again);
    int length = 0;
    kept = again;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String[] parts = header.toLowerCase(Locale.ROOT).split(":", 2);
      if (parts[0].equals("content-length")) {
        length = Integer.parseInt(parts[1].strip());
      } else if (parts[0].equals("connection")) {
        kept &= !parts[1].strip().equals("close");
      }
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw inTheMidst();
    }
    String body = new String(bytes, StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("no answer: " + status + " " + body);
    }
    used = true;
    return body;
  }

  private String status(boolean again) throws IOException {
    String close = again ? "" : "Connection: close\r\n";
    String request = "GET / HTTP/1.1\r\nHost: test\r\n" + close + "\r\n";
    in.mark(1);
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      if (in.read() < 0) {
        throw new EOFException("closed without an answer");
      }
    } catch (EOFException | SocketException e) {
      throw used ? new Expired(e) : e;
    }
    in.reset();
    return line();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw inTheMidst();
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  private static EOFException inTheMidst() {
    return new EOFException("closed in the midst of an answer");
  }

  /** Whether more may be asked. */
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
