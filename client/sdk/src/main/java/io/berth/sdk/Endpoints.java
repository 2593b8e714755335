package io.berth.sdk;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which server to ask. One is preferred; after a failure the one that failed least recently is
 * next, so that a round of failures has asked them all. Used on the client's loop only.
 */
final class Endpoints {
  private final List<URI> all;
  private final long[] failedAt;
  private final int preferred;
  private int current;
  private long failures;

  Endpoints(List<URI> all, int preferred) {
    this.all = List.copyOf(all);
    this.failedAt = new long[all.size()];
    this.preferred = preferred;
    this.current = preferred;
  }

  int size() {
    return all.size();
  }

  URI current() {
    return all.get(current);
  }

  URI preferred() {
    return all.get(preferred);
  }

  /** Remembers a failure; moves on if the server that failed is the current one. */
  void failed(URI endpoint) {
    int failed = all.indexOf(endpoint);
    failedAt[failed] = ++failures;
    if (failed != current) {
      return;
    }
    others().stream()
        .map(all::indexOf)
        .filter(other -> failedAt[other] < failedAt[failed])
        .findFirst()
        .ifPresent(other -> current = other);
  }

  /** The servers but the current one, in the order in which they would be next. */
  List<URI> others() {
    return IntStream.range(1, all.size())
        .mapToObj(step -> (current + step) % all.size())
        .sorted(Comparator.comparingLong(other -> failedAt[other]))
        .map(all::get)
        .toList();
  }

  /** The next request goes to this server. */
  void use(URI endpoint) {
    current = all.indexOf(endpoint);
    failedAt[current] = 0;
  }
}
