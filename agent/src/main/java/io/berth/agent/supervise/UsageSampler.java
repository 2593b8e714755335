package io.berth.agent.supervise;

import io.berth.agent.container.Engine;
import io.berth.agent.container.Engine.Usage;
import io.berth.agent.container.EngineException;
import io.berth.agent.thread.Threads;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Samples what running containers use, one after the other on one worker, so that it never costs
 * the engine more than one question at a time. Thread-safe.
 */
final class UsageSampler {
  private static final Duration EVERY = Duration.ofSeconds(5);
  // As often as old and new are compared, which would take the same reading for several.
  private static final Duration COMPARED_EVERY = Duration.ofSeconds(2);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Engine engine;
  private final Threads threads;
  private final Runnable measured;
  private final Map<String, Sample> samples = new ConcurrentHashMap<>();
  private volatile Set<String> running = Set.of();
  private volatile boolean compared;

  private record Sample(long atNanos, Usage usage, long cpu) {}

  /**
   * What a container uses.
   *
   * @param cpu thousandths of a core, over the last seconds
   * @param memory bytes
   */
  record Figures(long cpu, long memory) {
    static final Figures NONE = new Figures(0, 0);
  }

  /** {@code measured} is told when all were sampled that are compared. */
  UsageSampler(Engine engine, Threads threads, Runnable measured) {
    this.engine = engine;
    this.threads = threads;
    this.measured = measured;
  }

  void start() {
    threads.later(Duration.ofSeconds(1), this::sampleAll);
  }

  /** These run, and are sampled from now on; more often while a rollout compares some of them. */
  void running(Collection<String> names, boolean compares) {
    running = Set.copyOf(names);
    compared = compares;
  }

  Figures of(String name) {
    Sample sample = samples.get(name);
    return sample == null ? Figures.NONE : new Figures(sample.cpu(), sample.usage().memory());
  }

  private void sampleAll() {
    Set<String> names = running;
    samples.keySet().retainAll(names);
    try {
      for (String name : names) {
        sample(name);
      }
      if (compared) {
        measured.run();
      }
    } finally {
      threads.later(compared ? COMPARED_EVERY : EVERY, this::sampleAll);
    }
  }

  private void sample(String name) {
    try {
      Usage usage = engine.usage(name);
      long now = System.nanoTime();
      samples.compute(
          name,
          (key, before) -> new Sample(now, usage, before == null ? 0 : cpu(before, now, usage)));
    } catch (EngineException endedMeanwhile) {
      samples.remove(name);
    }
  }

  /** Negative where the container was started again in between. */
  private static long cpu(Sample before, long now, Usage usage) {
    long millis = (now - before.atNanos()) / NANOS_PER_MILLI;
    long used = (usage.cpuNanos() - before.usage().cpuNanos()) / NANOS_PER_MILLI;
    return millis <= 0 || used < 0 ? 0 : used * 1000 / millis;
  }
}
