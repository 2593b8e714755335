package io.berth.agent.supervise;

import static io.berth.agent.kit.SpecBuilder.spec;
import static org.awaitility.Awaitility.await;

import io.berth.agent.image.Credentials;
import io.berth.agent.kit.FakeEngine;
import io.berth.agent.kit.SpecBuilder;
import io.berth.agent.reconcile.Trust;
import io.berth.agent.route.Carrier;
import io.berth.agent.route.ProxyState;
import io.berth.agent.route.Table;
import io.berth.agent.route.TargetFigures;
import io.berth.agent.site.Site;
import io.berth.agent.state.DataDir;
import io.berth.agent.state.MemoryFile;
import io.berth.agent.state.RecordSpool;
import io.berth.agent.thread.Threads;
import io.berth.api.Assignment;
import io.berth.api.ContainerRecord;
import io.berth.api.HostAssignments;
import io.berth.api.HostStatus;
import io.berth.api.ImageOrder;
import io.berth.api.Probe;
import io.berth.api.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** All of supervision, on an engine that goes away, hangs and refuses when a test says so. */
abstract class KeeperCase {
  static final String V1 = "r:5000/web@sha256:1";
  static final String V2 = "r:5000/web@sha256:2";

  /** Has every request over at once. */
  final Carrier carrier =
      new Carrier() {
        private volatile Table table = Table.EMPTY;

        @Override
        public void lead(Table now) {
          table = now;
          led.add(now);
        }

        @Override
        public Table done() {
          return table;
        }

        @Override
        public void measure(boolean wanted) {}

        @Override
        public TargetFigures.All figures() {
          return TargetFigures.All.NONE;
        }

        @Override
        public String trouble() {
          return "";
        }

        @Override
        public List<ProxyState.RefusedPort> refused() {
          return List.of();
        }

        @Override
        public void awaitLeft(String instance, Duration drainTimeout) {
          waitedFor.add(instance);
        }
      };

  final List<Table> led = new CopyOnWriteArrayList<>();
  final List<String> waitedFor = new CopyOnWriteArrayList<>();

  final FakeEngine engine = new FakeEngine();
  private final Threads threads = new Threads();
  @TempDir Path folder;
  private DataDir data;
  HostKeeper keeper;
  volatile String probeError = "";
  final List<String> departures = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    engine.has(V1);
    engine.has(V2);
    data = DataDir.open(folder);
    keeper = keeper();
    keeper.start();
  }

  final HostKeeper keeper() throws IOException {
    return new HostKeeper(
        new Site("berth", "h1", "127.0.0.1", "127.0.0.1", Map.of()),
        "test",
        new HostKeeper.Equipment(
            engine,
            engine,
            new Credentials(folder.resolve("none")),
            "r:5000",
            (check, address) -> new Probe(Clock.systemUTC().instant(), "probe", 0, probeError),
            carrier,
            name -> departures.add(name + (engine.done().contains("stop " + name) ? " late" : "")),
            threads,
            Clock.systemUTC(),
            RandomGenerator.getDefault()),
        new MemoryFile(data, Runnable::run),
        new RecordSpool(data),
        new HostKeeper.Listeners(() -> {}, () -> {}, step -> {}));
  }

  @AfterEach
  void close() throws IOException {
    keeper.close();
    threads.close();
    data.close();
  }

  static SpecBuilder web() {
    return spec().http("/up", 80).minHealthy(Duration.ofMillis(50));
  }

  final void assign(Assignment... assignments) {
    give(Trust.ANSWERED, List.of(), assignments);
  }

  final void give(Trust trust, List<ImageOrder> orders, Assignment... assignments) {
    keeper.assign(
        new HostAssignments("berth", "h1", List.of(assignments), orders, List.of(), List.of()),
        trust);
  }

  final HostStatus status(Predicate<HostStatus> condition) {
    return await().until(() -> keeper.status().filter(condition), Optional::isPresent).get();
  }

  final Status instance(Predicate<Status> condition) {
    return status(status -> status.statuses().stream().anyMatch(condition)).statuses().stream()
        .filter(condition)
        .findFirst()
        .orElseThrow();
  }

  final Status counted(long revision) {
    return instance(one -> one.current() && one.counted() && one.revision() == revision);
  }

  final ContainerRecord record() {
    return await().until(() -> new RecordSpool(data).oldest(), Optional::isPresent).orElseThrow();
  }
}
