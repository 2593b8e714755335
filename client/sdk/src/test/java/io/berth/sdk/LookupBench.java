package io.berth.sdk;

import io.berth.api.Instance;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a lookup of a watched service costs, beside the least that a shared list can cost. The
 * service has ten instances and is watched all the while. Run by deploy/bench/sdk-lookup.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LookupBench {
  private static final int INSTANCES = 10;

  private final StubRegistry registry = new StubRegistry();
  private final BerthClient client = Quick.client(registry).build();
  private final AtomicReference<List<Instance>> plain = new AtomicReference<>();
  private Lookup roundRobin;
  private Lookup twoChoices;
  private Lookup weighted;
  private Instance instance;

  /** Where a thread is in the plain list. */
  @State(Scope.Thread)
  public static class Place {
    private int at;

    int next() {
      at = at == INSTANCES - 1 ? 0 : at + 1;
      return at;
    }
  }

  /** Begins to watch. */
  @Setup
  public void watch() throws InterruptedException {
    registry.instances(
        "web",
        IntStream.range(0, INSTANCES)
            .mapToObj(i -> StubRegistry.instance("web", "web-" + i, 1 + i))
            .toArray(Instance[]::new));
    roundRobin = ready(client.lookup("web"));
    twoChoices = ready(client.lookup("web", Strategy.twoChoices()));
    weighted = ready(client.lookup("web", Strategy.weighted()));
    plain.set(roundRobin.instances());
    instance = roundRobin.pick();
  }

  private static Lookup ready(Lookup lookup) throws InterruptedException {
    if (!lookup.awaitReady(Duration.ofSeconds(10)) || lookup.instances().size() != INSTANCES) {
      throw new IllegalStateException("the lookup found " + lookup.instances());
    }
    return lookup;
  }

  /** Ends the watch. */
  @TearDown
  public void close() {
    client.close();
    registry.close();
  }

  /** The floor. */
  @Benchmark
  public Instance plainList(Place place) {
    return plain.get().get(place.next());
  }

  /** The whole list. */
  @Benchmark
  public List<Instance> instances() {
    return roundRobin.instances();
  }

  /** Each in turn. */
  @Benchmark
  public Instance pickRoundRobin() {
    return roundRobin.pick();
  }

  /** The better of two. */
  @Benchmark
  public Instance pickTwoChoices() {
    return twoChoices.pick();
  }

  /** By weight. */
  @Benchmark
  public Instance pickWeighted() {
    return weighted.pick();
  }

  /** The report of a call that went well. */
  @Benchmark
  public void reportSuccess() {
    twoChoices.report(instance, true);
  }
}
