package io.berth.server.http;

import io.berth.server.RunningServer.Running;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection on which a test says exactly what it wants, also what no client library would. */
final class RawHttp implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  RawHttp(Running server) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.server().port());
      socket.setSoTimeout(20_000);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer as it came. */
  record Reply(int status, String head, String body) {}

  /** Sends the text as bytes, one a character. */
  RawHttp write(String text) {
    return write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawHttp write(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next answer, with a body of the length that it says. */
  Reply read() {
    String head = head();
    int status = Integer.parseInt(head.split(" ", 3)[1]);
    return new Reply(status, head, new String(body(head), StandardCharsets.UTF_8));
  }

  /** The next line. */
  String line() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        if (c != '\r') {
          line.write(c);
        }
      }
      return line.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server closes the connection and says no more. */
  boolean ends() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines up to the next empty one. */
  String head() {
    StringBuilder head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  private byte[] body(String head) {
    for (String line : head.toLowerCase(Locale.ROOT).split("\n", -1)) {
      if (line.startsWith("content-length:")) {
        int length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
        try {
          return in.readNBytes(length);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return new byte[0];
  }
}
