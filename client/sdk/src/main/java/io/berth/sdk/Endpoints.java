package io.berth.sdk;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which server to ask. The first is preferred; after a failure the one that failed least recently
 * is next, so that a round of failures has asked them all. Used on the client's loop only.
 */
final class Endpoints {
  private final List<URI> all;
  private final long[] failedAt;
  private int current;
  private long failures;

  /** In the order in which they are liked. */
  Endpoints(List<URI> all) {
    this.all = all.stream().distinct().toList();
    this.failedAt = new long[this.all.size()];
  }

  /** In an order of its own: so clients are spread, and those that lose one over the others. */
  static Endpoints spread(List<URI> all, RandomGenerator random) {
    List<URI> order = new ArrayList<>(all);
    for (int i = 0; i < order.size(); i++) {
      Collections.swap(order, i, i + random.nextInt(order.size() - i));
    }
    return new Endpoints(order);
  }

  int size() {
    return all.size();
  }

  List<URI> all() {
    return all;
  }

  URI current() {
    return all.get(current);
  }

  URI preferred() {
    return all.get(0);
  }

  /** Remembers a failure; moves on if the server that failed is the current one. */
  void failed(URI endpoint) {
    int failed = all.indexOf(endpoint);
    failedAt[failed] = ++failures;
    if (failed != current) {
      return;
    }
    IntStream.range(1, all.size())
        .map(step -> (failed + step) % all.size())
        .boxed()
        .min(Comparator.comparingLong(other -> failedAt[other]))
        .ifPresent(other -> current = other);
  }

  /** The next request goes to this server. */
  void use(URI endpoint) {
    current = all.indexOf(endpoint);
    failedAt[current] = 0;
  }
}
