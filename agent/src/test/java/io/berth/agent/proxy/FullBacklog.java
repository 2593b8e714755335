package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port that takes no connection, and does not say so: its queue is full of those before; until it
 * is told to answer.
 */
final class FullBacklog implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<Socket> waiting = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger open = new AtomicInteger();

  FullBacklog() throws IOException {
    boolean room = true;
    while (room) {
      Socket socket = new Socket();
      waiting.add(socket);
      room = connects(socket);
    }
  }

  private boolean connects(Socket socket) throws IOException {
    try {
      socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** It as a target, of this host or of another. */
  Target target(boolean local) {
    return new Target("silent", 1, "127.0.0.1", server.getLocalPort(), local);
  }

  /** From now on it takes connections, and says this whenever it is asked on one. */
  void answer(String body) throws IOException {
    makeRoom();
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    threads.execute(() -> takeAll(answer));
  }

  /** How many connections that it took are open. */
  int open() {
    return open.get();
  }

  private void takeAll(String answer) {
    try {
      while (true) {
        Socket taken = server.accept();
        open.incrementAndGet();
        threads.execute(() -> talk(taken, answer));
      }
    } catch (IOException e) {
      // It is over.
    }
  }

  private void talk(Socket taken, String answer) {
    try (taken) {
      Scanner in = new Scanner(taken.getInputStream(), StandardCharsets.US_ASCII);
      while (in.findWithinHorizon("\r\n\r\n", 0) != null) {
        taken.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The other side has gone.
    } finally {
      open.decrementAndGet();
    }
  }

  private void makeRoom() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    makeRoom();
    server.close();
    threads.shutdown();
  }
}
