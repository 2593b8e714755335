package io.berth.agent.kit;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A unix socket that leads to an engine while it is open: an engine that can go away. */
public final class Relay implements AutoCloseable {
  private final Path socket;
  private final UnixDomainSocketAddress engine;
  private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
  private volatile ServerSocketChannel server;

  /** Closed at first. */
  public Relay(Path socket, String engine) {
    this.socket = socket;
    this.engine = UnixDomainSocketAddress.of(URI.create(engine).getPath());
  }

  public String address() {
    return "unix://" + socket;
  }

  public void open() throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    run(this::accept);
  }

  private void accept() throws IOException {
    ServerSocketChannel accepting = server;
    while (accepting.isOpen()) {
      SocketChannel from = accepting.accept();
      SocketChannel to = SocketChannel.open(engine);
      connections.addAll(List.of(from, to));
      run(() -> pump(from, to));
      run(() -> pump(to, from));
    }
  }

  private static void pump(SocketChannel from, SocketChannel to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException hungUp) {
                // The relay was closed, or one of the two ends was.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Hangs up on everybody, and leads nowhere until it is opened again. */
  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
    for (SocketChannel connection : connections) {
      connection.close();
    }
    connections.clear();
  }
}
