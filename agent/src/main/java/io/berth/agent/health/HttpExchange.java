package io.berth.agent.health;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One GET, of which only the status matters: a connection of its own, nothing of the body, and one
 * deadline over all of it. The JDK's clients keep connections, and one of them its deadline to
 * itself.
 */
final class HttpExchange {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");
  private static final int FINAL = 200;
  private static final int LONGEST_LINE = 8192;

  private final long deadline;

  private HttpExchange(Duration timeout) {
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /**
   * The status that is answered.
   *
   * @throws SocketTimeoutException when there is none in time
   * @throws IOException when there is no connection, or no HTTP on it
   */
  static int get(String address, int port, String path, Duration timeout) throws IOException {
    return new HttpExchange(timeout).get(address, port, path);
  }

  private int get(String address, int port, String path) throws IOException {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(address, port), left());
      String request =
          "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: berth-agent\r\nAccept: */*\r\nConnection: close\r\n\r\n"
              .formatted(path, address, port);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      int status = status(line(socket, in));
      while (status < FINAL) {
        socket.setSoTimeout(left());
        while (!line(socket, in).isEmpty()) {
          // The headers of an answer that is not the last.
        }
        status = status(line(socket, in));
      }
      return status;
    }
  }

  private static int status(String line) throws IOException {
    Matcher matcher = STATUS.matcher(line);
    if (!matcher.matches()) {
      throw new IOException("the answer is not HTTP");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private String line(Socket socket, InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < LONGEST_LINE) {
      if (in.available() == 0) { // What has come counts, however late it is looked at.
        socket.setSoTimeout(left());
      }
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection was closed without an answer");
      }
      if (next == '\n') {
        return line.toString().strip();
      }
      line.append((char) next);
    }
    throw new IOException("the answer is not HTTP");
  }

  /** Milliseconds, never 0, which would mean without end. */
  private int left() throws SocketTimeoutException {
    long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) Math.min(Integer.MAX_VALUE, millis);
  }
}
