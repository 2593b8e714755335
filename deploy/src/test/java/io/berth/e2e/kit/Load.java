package io.berth.e2e.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls a port at a steady rate, whatever comes back (an open loop: a slow answer delays no other
 * request), by turns over a fresh connection and over one that is kept, and counts who answered and
 * what failed. Nothing is asked twice.
 */
public final class Load implements AutoCloseable {
  private static final int TIMEOUT_MS = 2_000;
  private static final int PATIENCE_MS = 15_000;
  private static final double KEPT = 0.9;
  private static final Set<Load> OPEN = ConcurrentHashMap.newKeySet();

  private final InetSocketAddress address;
  private final int perSecond;
  private final int timeout;
  private final long begun = System.nanoTime();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final Deque<Connection> kept = new ConcurrentLinkedDeque<>();
  private final AtomicLong turn = new AtomicLong();
  private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
  private final Map<String, String> why = new ConcurrentSkipListMap<>();
  private long lastAnswer = begun;
  private long longestGap;
  private long slowest;

  private Load(InetSocketAddress address, int perSecond, int timeout) {
    this.address = address;
    this.perSecond = perSecond;
    this.timeout = timeout;
    OPEN.add(this);
    long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    var unused =
        clock.scheduleAtFixedRate(
            () -> callers.execute(this::call), 0, period, TimeUnit.NANOSECONDS);
  }

  /** Begins to call a port of the loopback address. */
  public static Load on(int port, int perSecond) {
    return on("127.0.0.1", port, perSecond);
  }

  /** Begins to call a port of an address. */
  public static Load on(String address, int port, int perSecond) {
    return new Load(new InetSocketAddress(address, port), perSecond, TIMEOUT_MS);
  }

  /**
   * The same where requests are held until another instance has started, by design: with patience.
   */
  public static Load whereHeld(int port, int perSecond) {
    return new Load(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), perSecond, PATIENCE_MS);
  }

  /** How many good answers there were so far. */
  public long answered() {
    return answers.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Ends calling, waits for the answers under way, and says what came of it. */
  public Outcome stop() {
    close();
    Map<String, Long> counts = new TreeMap<>();
    answers.forEach((version, count) -> counts.put(version, count.sum()));
    return new Outcome(
        counts,
        turn.get() - answered(),
        Map.copyOf(why),
        Duration.ofNanos(longestGap),
        Duration.ofNanos(slowest));
  }

  /** As {@link #stop}, but no request may have failed, and most that were due must have begun. */
  public Outcome endWell(String what) {
    double due = perSecond * 1e-9 * (System.nanoTime() - begun);
    Outcome outcome = stop();
    System.out.println(what + ": " + outcome);
    if (outcome.failed() > 0) {
      throw new AssertionError(what + ": requests failed: " + outcome);
    }
    if (outcome.requests() == 0 || outcome.requests() < KEPT * due) {
      throw new AssertionError(what + ": of " + (long) due + " requests, only " + outcome);
    }
    return outcome;
  }

  /** Ends those that still call. */
  static void closeAll() {
    OPEN.forEach(Load::close);
  }

  @Override
  public void close() {
    OPEN.remove(this);
    clock.shutdownNow();
    callers.shutdown();
    try {
      callers.awaitTermination(2L * timeout, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kept.forEach(Connection::close);
  }

  private void call() {
    long asked = System.nanoTime();
    boolean fresh = turn.getAndIncrement() % 2 == 0;
    try {
      String answer = fresh ? overAFreshOne() : overAKeptOne();
      answers.computeIfAbsent(version(answer), version -> new LongAdder()).increment();
      heard(asked);
    } catch (IOException | RuntimeException e) {
      failed(e, fresh ? "a fresh connection" : "a kept connection", asked);
    }
  }

  private void failed(Exception e, String over, long asked) {
    double from = sinceBegun(asked);
    double to = sinceBegun(System.nanoTime());
    why.putIfAbsent(e.toString(), "over %s from %.3f to %.3f s".formatted(over, from, to));
  }

  private double sinceBegun(long nanoTime) {
    return (nanoTime - begun) * 1e-9;
  }

  private synchronized void heard(long asked) {
    long now = System.nanoTime();
    slowest = Math.max(slowest, now - asked);
    longestGap = Math.max(longestGap, now - lastAnswer);
    lastAnswer = now;
  }

  private static String version(String body) {
    return body.strip().split(" ", 2)[0];
  }

  private String overAFreshOne() throws IOException {
    try (Connection fresh = new Connection(address, timeout)) {
      return fresh.ask(false);
    }
  }

  private String overAKeptOne() throws IOException {
    for (Connection idle = kept.pollFirst(); idle != null; idle = kept.pollFirst()) {
      if (!idle.isStale()) {
        return ask(idle);
      }
      idle.close();
    }
    return ask(new Connection(address, timeout));
  }

  private String ask(Connection connection) throws IOException {
    try {
      return connection.ask(true);
    } finally {
      if (connection.isKept()) {
        kept.addFirst(connection);
      } else {
        connection.close();
      }
    }
  }

  /**
   * What came of a load.
   *
   * @param answers version → how often it answered
   * @param failed requests without a good answer
   * @param why what was wrong with those → where and when it first was, from the beginning on
   * @param longestGap between two good answers
   * @param slowest how long the slowest good answer took
   */
  public record Outcome(
      Map<String, Long> answers,
      long failed,
      Map<String, String> why,
      Duration longestGap,
      Duration slowest) {
    /** How many requests there were. */
    public long requests() {
      return failed + answers.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
