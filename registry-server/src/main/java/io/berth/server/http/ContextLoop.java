package io.berth.server.http;

import io.berth.server.watch.Loop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The event loop that a request came on. */
final class ContextLoop implements Loop {
  private final Vertx vertx;
  private final Context context;

  ContextLoop(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  @Override
  public void run(Runnable action) {
    context.runOnContext(v -> action.run());
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    long id = vertx.setTimer(Math.max(1, delay.toMillis()), timer -> action.run());
    return () -> vertx.cancelTimer(id);
  }
}
