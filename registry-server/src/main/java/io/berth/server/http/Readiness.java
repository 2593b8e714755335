package io.berth.server.http;

import java.util.List;
import java.util.function.Supplier;

/** Whether this server takes requests, and if not, why. */
public final class Readiness {
  private final Supplier<List<String>> reasons;
  private volatile boolean stopping;

  /**
   * Wires it.
   *
   * @param reasons why the server cannot answer yet; empty once it can
   */
  public Readiness(Supplier<List<String>> reasons) {
    this.reasons = reasons;
  }

  /** From now on it is not ready: it stops. */
  public void stop() {
    stopping = true;
  }

  /** Empty when it is ready. */
  public List<String> reasons() {
    return stopping ? List.of("this server is stopping") : reasons.get();
  }
}
