package io.berth.e2e.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Passes TCP connections on to another address, each piece of them after a delay of its own (there
 * may be no netem in the kernel). Pieces of one direction keep their order.
 */
public final class Relay implements AutoCloseable {
  private static final int CONNECT_MS = 2_000;
  private static final byte[] END = {};

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final long shortest;
  private final long longest;
  private final ExecutorService readers = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Relay(String listen, InetSocketAddress target, Duration shortest, Duration longest) {
    this.target = target;
    this.shortest = shortest.toNanos();
    this.longest = longest.toNanos();
    try {
      listener = new ServerSocket(0, 50, InetAddress.getByName(listen));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    readers.execute(this::accept);
  }

  /** Listens on any port of an address, and passes on at once. */
  public static Relay of(String listen, InetSocketAddress target) {
    return new Relay(listen, target, Duration.ZERO, Duration.ZERO);
  }

  /** Listens on any port of an address, and passes on after a random time between two. */
  public static Relay delayed(
      String listen, InetSocketAddress target, Duration shortest, Duration longest) {
    return new Relay(listen, target, shortest, longest);
  }

  /** The port that it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    shut(listener);
    sockets.forEach(Relay::shut);
    readers.shutdownNow();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        readers.execute(() -> open(socket));
      } catch (IOException | RejectedExecutionException e) {
        return; // Closed.
      }
    }
  }

  private void open(Socket one) {
    Socket other = new Socket();
    sockets.add(one);
    sockets.add(other);
    try {
      one.setTcpNoDelay(true);
      other.setTcpNoDelay(true);
      other.connect(target, CONNECT_MS);
      readers.execute(() -> pass(other, one));
      pass(one, other);
    } catch (IOException | RejectedExecutionException e) {
      end(one, other);
    }
  }

  private void pass(Socket from, Socket to) {
    ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    Queue<byte[]> pieces = new ConcurrentLinkedQueue<>();
    long due = System.nanoTime();
    try {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[65_536];
      for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
        pieces.add(Arrays.copyOf(buffer, size));
        due = Math.max(due, System.nanoTime() + delay());
        at(due, writer, () -> write(pieces.remove(), from, to));
      }
    } catch (IOException e) {
      end(from, to); // Broken: so is the other side, at once.
    }
    pieces.add(END);
    at(due, writer, () -> write(pieces.remove(), from, to));
    writer.shutdown();
  }

  /** Two at one time may change places, but each takes what is next. */
  private static void at(long due, ScheduledExecutorService writer, Runnable write) {
    var unused = writer.schedule(write, due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private long delay() {
    return shortest == longest ? shortest : ThreadLocalRandom.current().nextLong(shortest, longest);
  }

  private void write(byte[] piece, Socket from, Socket to) {
    if (piece.length == END.length) {
      end(from, to);
      return;
    }
    try {
      to.getOutputStream().write(piece);
    } catch (IOException e) {
      end(from, to);
    }
  }

  private void end(Socket one, Socket other) {
    shut(one);
    shut(other);
    sockets.remove(one);
    sockets.remove(other);
  }

  private static void shut(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
