package io.berth.server.http;

import io.berth.api.ProblemCode;
import io.berth.server.catalog.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether this server should be asked, and whether it can answer at all: one that is cut off from
 * the others goes on answering from what it knows, while it sends those away who can go elsewhere.
 */
public final class Readiness {
  private final Supplier<List<String>> unloaded;
  private final Supplier<List<String>> amiss;
  private volatile boolean stopping;

  /**
   * Wires it.
   *
   * @param unloaded why the server cannot answer yet; empty once it can
   * @param amiss why another server should be asked; empty for no reason
   */
  public Readiness(Supplier<List<String>> unloaded, Supplier<List<String>> amiss) {
    this.unloaded = unloaded;
    this.amiss = amiss;
  }

  /** From now on it is not ready: it stops. */
  public void stop() {
    stopping = true;
  }

  /** Why nothing can be answered; empty when it can. */
  public List<String> unloaded() {
    return stopping ? List.of("this server is stopping") : unloaded.get();
  }

  /** Why another server should be asked; empty when it is ready. */
  public List<String> reasons() {
    List<String> reasons = new ArrayList<>(unloaded());
    reasons.addAll(amiss.get());
    return reasons;
  }

  /**
   * Refuses what others would not hear of.
   *
   * @throws Refused unless it is ready
   */
  void check() {
    List<String> reasons = reasons();
    if (!reasons.isEmpty()) {
      throw new Refused(ProblemCode.NOT_READY, String.join("; ", reasons));
    }
  }
}
