package io.berth.server.journal.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes bytes between clients and a database on this machine, and loses them as a test says. */
final class Relay implements AutoCloseable {
  /** What becomes of the next transaction's end. */
  enum Fate {
    /** Nothing of note. */
    ARRIVES,
    /** The connection breaks before it is passed on. */
    IS_LOST,
    /** The connection breaks when it has been answered. */
    ITS_ANSWER_IS_LOST,
    /** Neither it nor anything else is passed on until {@link #resume}. */
    IS_HELD
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Fate fate = Fate.ARRIVES;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** Relays to this port. */
  Relay(int target) throws IOException {
    this.target = target;
    start(this::accept);
  }

  /** A JDBC URL of the target, through here. */
  String through(String url) {
    return url.replaceFirst(":[0-9]+/", ":" + server.getLocalPort() + "/");
  }

  /** Says what becomes of the next COMMIT. */
  void nextCommit(Fate next) {
    fate = next;
  }

  /** Whether the fate of a COMMIT has come about. */
  boolean done() {
    return fate == Fate.ARRIVES;
  }

  /** Passes nothing on, and breaks nothing. */
  void silence() {
    gate = new CountDownLatch(1);
  }

  /** Passes on again. */
  void resume() {
    gate.countDown();
  }

  @Override
  public void close() throws IOException {
    server.close();
    resume();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(client);
      open.add(database);
      AtomicBoolean mute = new AtomicBoolean();
      start(() -> passQuestions(client, database, mute));
      start(() -> passAnswers(database, client, mute));
    }
  }

  private void passQuestions(Socket client, Socket database, AtomicBoolean mute)
      throws IOException, InterruptedException {
    byte[] bytes = new byte[65_536];
    try (client;
        database) {
      int count = client.getInputStream().read(bytes);
      while (count > 0) {
        Fate now = fate;
        if (now != Fate.ARRIVES
            && new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT\0")) {
          mute.set(now == Fate.ITS_ANSWER_IS_LOST);
          if (now == Fate.IS_HELD) {
            silence();
          }
          fate = Fate.ARRIVES;
          if (now == Fate.IS_LOST) {
            return;
          }
        }
        gate.await();
        database.getOutputStream().write(bytes, 0, count);
        count = client.getInputStream().read(bytes);
      }
    }
  }

  private void passAnswers(Socket database, Socket client, AtomicBoolean mute)
      throws IOException, InterruptedException {
    byte[] bytes = new byte[65_536];
    try (client;
        database) {
      int count = database.getInputStream().read(bytes);
      while (count > 0 && !mute.get()) {
        gate.await();
        client.getOutputStream().write(bytes, 0, count);
        count = database.getInputStream().read(bytes);
      }
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The connection ended: so does what passes on for it.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }
}
