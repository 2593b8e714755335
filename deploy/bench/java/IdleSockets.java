import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections that were upgraded, as WebSockets are, and are idle from then on. */
final class IdleSockets {
  private IdleSockets() {}

  /**
   * HOST:PORT COUNT SECONDS. Prints a line once all of them are open, and one when they have been
   * for so long; fails when one of them does not echo then.
   */
  public static void main(String[] args) throws Exception {
    String[] address = args[0].split(":");
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      sockets.add(open(address[0], Integer.parseInt(address[1])));
    }
    System.out.println("open");
    TimeUnit.SECONDS.sleep(Long.parseLong(args[2]));
    for (Socket socket : sockets) {
      socket.getOutputStream().write('x');
      if (socket.getInputStream().read() != 'x') {
        throw new IOException("one was closed");
      }
    }
    System.out.println("still open");
  }

  private static Socket open(String host, int port) throws IOException {
    Socket socket = new Socket(host, port);
    socket.setSoTimeout(10_000);
    socket
        .getOutputStream()
        .write(
            "GET / HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("not upgraded: " + head);
      }
      head.append((char) read);
    }
    if (head.indexOf("HTTP/1.1 101 ") != 0) {
      throw new IOException("not upgraded: " + head);
    }
    return socket;
  }
}
