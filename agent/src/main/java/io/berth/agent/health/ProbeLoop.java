package io.berth.agent.health;

import io.berth.agent.thread.Threads;
import io.berth.api.Probe;
import io.berth.api.spec.Healthcheck;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Probes one run of one container until closed, one probe at a time; the first at once. Outcomes
 * are given away on a worker's thread, in order; one may still come after closing.
 */
public final class ProbeLoop implements AutoCloseable {
  private final Healthcheck check;
  private final String address;
  private final Prober prober;
  private final Threads threads;
  private final Consumer<Probe> outcomes;
  private volatile boolean closed;
  private Checkup checkup;
  private int probed;

  /** Begins when started. */
  public ProbeLoop(
      Healthcheck check,
      String address,
      Instant startedAt,
      Prober prober,
      Threads threads,
      Consumer<Probe> outcomes) {
    this.check = check;
    this.address = address;
    this.prober = prober;
    this.threads = threads;
    this.outcomes = outcomes;
    this.checkup = Checkup.starting(startedAt);
  }

  /** Probes for the first time, and from then on by itself. */
  public void start() {
    threads.execute(this::probe);
  }

  // Runs on one worker at a time: the next probe is scheduled when this one is over.
  private void probe() {
    if (closed) {
      return;
    }
    Probe probe = prober.probe(check, address);
    checkup = checkup.with(probe, check);
    probed++;
    outcomes.accept(probe);
    Duration pause = Intervals.next(checkup.health(), probed, check.interval());
    if (!closed) {
      threads.later(pause, this::probe);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
