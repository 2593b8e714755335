package io.berth.agent.registry;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The servers, any of which will do. One is asked until it fails, then the next. Thread-safe. */
final class Servers {
  private final List<URI> all;
  private final AtomicInteger current = new AtomicInteger();

  Servers(List<URI> all) {
    this.all = List.copyOf(all);
  }

  URI current() {
    return all.get(Math.floorMod(current.get(), all.size()));
  }

  /** Moves on, unless somebody did already. */
  void failed(URI server) {
    int at = current.get();
    if (server.equals(all.get(Math.floorMod(at, all.size())))) {
      current.compareAndSet(at, at + 1);
    }
  }

  int size() {
    return all.size();
  }
}
