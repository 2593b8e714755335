package io.berth.agent.registry;

import io.berth.agent.thread.Threads;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the servers where there are several, on a thread of its own: at the one that is asked,
 * because a watch that waits cannot tell a quiet server from a dead one; and at the preferred one
 * while another is asked, to return to it.
 *
 * <p>A server is only left for one that looks better: where all are silent, or none is ready,
 * nothing is gained by asking another.
 */
public final class Lookout implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lookout.class);

  /** Together with the wait for an answer, a look at the others and the move, under 2 s. */
  static final Duration EVERY = Duration.ofSeconds(1);

  private static final Duration WELL = Duration.ofSeconds(10);

  private final RegistryClient client;
  private final Servers servers;
  private final Duration every;
  private final Homecoming homecoming;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** Begins when started. */
  public Lookout(RegistryClient client, RandomGenerator random) {
    this(client, EVERY, WELL, random);
  }

  Lookout(RegistryClient client, Duration every, Duration well, RandomGenerator random) {
    this.client = client;
    this.servers = client.servers();
    this.every = every;
    this.homecoming = new Homecoming(well, random);
    this.thread = Threads.own("lookout", this::watch);
  }

  /** Begins, where there is a choice. */
  public void start() {
    if (servers.size() > 1) {
      thread.start();
    }
  }

  private void watch() {
    try {
      while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      log.debug("closed");
    }
  }

  private void look() {
    URI current = servers.current();
    CompletableFuture<Sight> sight = client.look(current);
    if (current.equals(servers.preferred())) {
      homecoming.home();
    } else if (homecoming.due(client.look(servers.preferred()).join(), System.nanoTime())) {
      servers.move(current, servers.preferred(), "it is well again");
      return;
    }
    Sight seen = sight.join();
    if (seen != Sight.READY) {
      leave(current, seen);
    }
  }

  private void leave(URI bad, Sight seen) {
    Map<URI, Sight> sights = new ConcurrentHashMap<>();
    CompletableFuture<Void> enough = new CompletableFuture<>();
    List<URI> others = servers.insteadOf(bad);
    if (others.isEmpty()) {
      return;
    }
    for (URI other : others) {
      var unused =
          client
              .look(other)
              .thenAccept(
                  sight -> {
                    sights.put(other, sight);
                    if (sight == Sight.READY || sights.size() == others.size()) {
                      enough.complete(null);
                    }
                  });
    }
    enough.join();
    String reason = bad + (seen == Sight.NOTHING ? " does not answer" : " is not ready");
    others.stream()
        .filter(sights::containsKey)
        .max((one, other) -> sights.get(one).compareTo(sights.get(other)))
        .filter(best -> sights.get(best).compareTo(seen) > 0)
        .ifPresent(best -> servers.move(bad, best, reason));
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
