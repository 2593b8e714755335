package io.berth.agent.registry;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers, any of which will do, and which of them is asked. The first is preferred; after a
 * failure the one that failed least recently is next, so that a round of failures has asked them
 * all. Thread-safe.
 */
public final class Servers {
  private static final Logger log = LoggerFactory.getLogger(Servers.class);

  private final List<URI> all;
  private final long[] failedAt;
  private final Set<URI> strangers = new HashSet<>();
  private Consumer<URI> left = server -> {};
  private int current;
  private long failures;

  /** The last that took a report; null before the first. */
  private URI trusted;

  private String why = "";

  /** In the order in which they are liked. */
  public Servers(List<URI> all) {
    this.all = all.stream().distinct().toList();
    this.failedAt = new long[this.all.size()];
  }

  /**
   * In an order of the host's own, ever the same: so hosts are spread over the servers, and those
   * that lose one over the others.
   */
  public static Servers spread(List<URI> all, String host) {
    List<URI> order = new ArrayList<>(all);
    SplittableRandom random = new SplittableRandom(host.hashCode());
    for (int i = order.size() - 1; i > 0; i--) {
      order.add(order.remove(random.nextInt(i + 1)));
    }
    return new Servers(order);
  }

  /** All of them, the preferred one first. */
  public List<URI> all() {
    return all;
  }

  /** The one that is asked. */
  public synchronized URI current() {
    return all.get(current);
  }

  /** The first that is not known to be of another cluster. */
  synchronized URI preferred() {
    return all.stream()
        .filter(server -> !strangers.contains(server))
        .findFirst()
        .orElse(all.get(0));
  }

  /** What could be asked instead of this one: the others that are not known to be strangers. */
  synchronized List<URI> insteadOf(URI server) {
    return all.stream()
        .filter(other -> !other.equals(server) && !strangers.contains(other))
        .toList();
  }

  /**
   * It is of another cluster, though it may look well. It is not gone back to; but asked when the
   * others fail, as it may have been put right.
   */
  synchronized void stranger(URI server) {
    strangers.add(server);
  }

  int size() {
    return all.size();
  }

  /** Told of each server that is asked no more, so that nothing waits for it; quick. */
  synchronized void whenLeft(Consumer<URI> listener) {
    left = listener;
  }

  /** Remembers a failure; moves on if it is of the server that is asked. */
  synchronized void failed(URI server, String reason) {
    int failed = all.indexOf(server);
    failedAt[failed] = ++failures;
    if (failed == current) {
      IntStream.range(1, all.size())
          .map(step -> (current + step) % all.size())
          .boxed()
          .min(Comparator.comparingLong(other -> failedAt[other]))
          .ifPresent(other -> move(other, reason));
    }
  }

  /** Moves to this server, if {@code from} is still the one that is asked. */
  synchronized void move(URI from, URI to, String reason) {
    if (from.equals(all.get(current)) && !from.equals(to)) {
      move(all.indexOf(to), reason);
    }
  }

  private void move(int to, String reason) {
    URI from = all.get(current);
    current = to;
    why = reason;
    left.accept(from);
  }

  /**
   * It took a report, so it is of this host's cluster and does its work. Said once a move, and not
   * of servers that were only tried in between.
   */
  synchronized void trust(URI server) {
    failedAt[all.indexOf(server)] = 0;
    strangers.remove(server);
    boolean moved = !server.equals(trusted == null ? preferred() : trusted);
    if (moved && server.equals(all.get(current))) {
      log.info("{} is asked from now on: {}", server, why);
    }
    trusted = server;
  }

  /** Whether this server took the last report that one took. */
  synchronized boolean trusts(URI server) {
    return server.equals(trusted);
  }
}
