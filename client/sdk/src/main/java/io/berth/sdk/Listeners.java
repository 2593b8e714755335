package io.berth.sdk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners of one kind. Told from the loop, run on the client's one listener thread, so in the
 * order of the telling. Added and removed by any thread.
 */
final class Listeners<L> {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<L> all = new CopyOnWriteArrayList<>();
  private final Executor thread;

  Listeners(Executor thread) {
    this.thread = thread;
  }

  Subscription add(L listener) {
    all.add(listener);
    return () -> all.remove(listener);
  }

  void tell(Consumer<L> news) {
    for (L listener : all) {
      thread.execute(
          () -> {
            try {
              news.accept(listener);
            } catch (RuntimeException e) {
              log.warn("A listener failed", e);
            }
          });
    }
  }
}
