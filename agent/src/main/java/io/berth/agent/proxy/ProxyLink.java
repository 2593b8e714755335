package io.berth.agent.proxy;

import io.berth.agent.route.Carrier;
import io.berth.agent.route.ProxyState;
import io.berth.agent.route.ProxyState.RefusedPort;
import io.berth.agent.route.Route;
import io.berth.agent.route.Table;
import io.berth.agent.route.Target;
import io.berth.agent.route.TargetFigures;
import io.berth.agent.thread.Threads;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's end of the socket: on a thread of its own it tells the proxy the newest table, again
 * and again until it listens, and every few seconds anyway, as it may be another proxy by then.
 */
public final class ProxyLink implements Carrier, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProxyLink.class);
  private static final long EVERY_MILLIS = 5_000;
  private static final long RETRY_MILLIS = 500;
  private static final long ASK_MILLIS = 50;
  private static final Duration MARGIN = Duration.ofSeconds(15);
  private static final ProxyState UNKNOWN = new ProxyState(List.of(), List.of());
  private static final long MEASURE_MILLIS = 1_000; // An interval of a comparison has some.

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(1)
              .setInternalBlockingPoolSize(1));
  private final ProxyClient client;
  private final Runnable changed;
  private final Thread thread = Threads.own("proxy-link", this::run);
  // Guarded by this.
  private Table wanted;
  private Table told;
  private ProxyState state = UNKNOWN;
  private String trouble = "the proxy was not asked yet";
  private boolean failed;
  private int waiting;
  private boolean measuring;
  private TargetFigures.All figures = TargetFigures.All.NONE;
  private boolean closed;

  /** Of those that are, or were, in the table and run on this host. */
  private final Map<String, Duration> drainTimeouts = new HashMap<>();

  /** On its own thread. */
  private long measuredAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(MEASURE_MILLIS);

  /**
   * To the proxy that has this folder.
   *
   * @param changed called when it has done another table, refuses other ports than before, or has
   *     figures
   */
  public ProxyLink(Path folder, Runnable changed) {
    this.client = ProxyClient.of(vertx, folder);
    this.changed = changed;
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  @Override
  public synchronized void lead(Table table) {
    if (!table.equals(wanted)) {
      wanted = table;
      if (table.finishing() != null) {
        drainTimeouts.keySet().retainAll(table.finishing());
      }
      for (Route route : table.routes()) {
        route.targets().stream()
            .filter(Target::local)
            .forEach(target -> drainTimeouts.put(target.instance(), route.drainTimeout()));
      }
      notifyAll();
    }
  }

  @Override
  public synchronized void measure(boolean on) {
    if (on != measuring) {
      measuring = on;
      notifyAll();
    }
  }

  @Override
  public synchronized TargetFigures.All figures() {
    return figures;
  }

  @Override
  public synchronized String trouble() {
    return trouble;
  }

  @Override
  public synchronized Table done() {
    return told == null ? Table.EMPTY : told;
  }

  @Override
  public synchronized List<RefusedPort> refused() {
    return state.refused();
  }

  @Override
  public synchronized void awaitLeft(String instance, Duration drainTimeout)
      throws InterruptedException {
    // One that is in none of this agent's tables may have requests from before it was started.
    Duration patience = drainTimeouts.getOrDefault(instance, drainTimeout);
    long end = System.nanoTime() + patience.plus(MARGIN).toNanos();
    waiting++;
    notifyAll();
    try {
      while (!isLeft(instance)) {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
          log.warn("{} is not waited for any longer: {}", instance, trouble);
          break;
        }
        wait(millis);
      }
    } finally {
      waiting--;
    }
  }

  private boolean isLeft(String instance) {
    return wanted != null
        && !names(wanted, instance)
        && wanted.equals(told)
        && state.leaving().stream().noneMatch(left -> left.instance().equals(instance));
  }

  private static boolean names(Table table, String instance) {
    return table.routes().stream()
        .flatMap(route -> route.targets().stream())
        .anyMatch(target -> target.instance().equals(instance));
  }

  private void run() {
    try {
      for (Table table = next(); table != null; table = next()) {
        tell(table);
      }
    } catch (InterruptedException e) {
      log.debug("closed");
    }
  }

  /** The table to tell, once it is time; null once this is closed. */
  private synchronized Table next() throws InterruptedException {
    long since = System.nanoTime();
    long left = pause();
    while (!closed && left > 0) {
      wait(left);
      left = pause() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }
    return closed ? null : wanted;
  }

  private long pause() {
    if (wanted == null) {
      return Long.MAX_VALUE;
    }
    if (failed) {
      return RETRY_MILLIS;
    }
    if (!wanted.equals(told)) {
      return 0;
    }
    return waiting > 0 ? ASK_MILLIS : measuring ? MEASURE_MILLIS : EVERY_MILLIS;
  }

  private void tell(Table table) {
    try {
      heard(table, client.take(table));
      if (System.nanoTime() - measuredAt >= TimeUnit.MILLISECONDS.toNanos(MEASURE_MILLIS)) {
        measuredAt = System.nanoTime();
        measured(client.figures());
      }
    } catch (IOException e) {
      failed(String.valueOf(e.getMessage()));
    }
  }

  private void heard(Table table, ProxyState now) {
    boolean news;
    synchronized (this) {
      if (!trouble.isEmpty()) {
        log.info("the proxy answers");
      }
      trouble = "";
      failed = false;
      news = !now.refused().equals(state.refused()) || !table.equals(told);
      told = table;
      state = now;
      notifyAll();
    }
    if (news) {
      changed.run();
    }
  }

  private void measured(TargetFigures.All now) {
    boolean news;
    synchronized (this) {
      figures = now;
      news = measuring;
    }
    if (news) {
      changed.run();
    }
  }

  private synchronized void failed(String why) {
    if (!why.equals(trouble)) {
      log.warn("{}", why);
    }
    trouble = why;
    failed = true;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    vertx.close();
  }
}
