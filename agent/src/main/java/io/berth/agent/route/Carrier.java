package io.berth.agent.route;

import java.time.Duration;
import java.util.List;

/** What carries requests to a host's containers: a proxy in another process. Thread-safe. */
public interface Carrier {
  /** This is its table from now on; it is told so as soon as it listens. */
  void lead(Table table);

  /** Whether it is to be asked every second for what it has carried, and not only now and then. */
  void measure(boolean wanted);

  /** What it has carried, when it was asked last. */
  TargetFigures.All figures();

  /** Why it was not told its table; empty when it was. */
  String trouble();

  /** The table that it was told last and has done. */
  Table done();

  /** Ports of that table that it could not take. */
  List<ProxyState.RefusedPort> refused();

  /**
   * Returns once nothing is under way with an instance that is gone from the table, or its time is
   * up. May block for as long as its route's drain timeout.
   *
   * @param drainTimeout of an instance that no table had
   */
  void awaitLeft(String instance, Duration drainTimeout) throws InterruptedException;
}
