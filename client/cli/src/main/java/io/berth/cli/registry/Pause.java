package io.berth.cli.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A wait before another try. */
public final class Pause {
  private Pause() {}

  /** Returns after this long. */
  public static void of(Duration duration) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(duration.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }
}
