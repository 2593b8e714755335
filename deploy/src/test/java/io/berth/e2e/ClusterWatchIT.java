package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Instance;
import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Lookups;
import io.berth.e2e.kit.Registrant;
import io.berth.e2e.kit.Server;
import io.berth.e2e.kit.StuckWatchers;
import io.berth.sdk.BerthClient;
import io.berth.sdk.Lookup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who watches and looks up, and what may stand in their way. */
class ClusterWatchIT {
  private static final int STUCK = Ground.full() ? 500 : 50;
  private static final int REQUESTS = 40;
  private static final int DOCUMENT = 300_000;
  private static final long MOST_MEMORY_MB = 800;
  private static Cluster cluster;

  @BeforeAll
  static void open() {
    cluster = Cluster.open("watch");
  }

  @AfterEach
  void mend() {
    cluster.mend();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void s9StuckWatchersDisturbNobodyAndTheMemoryIsBounded() {
    Server server = cluster.server(0);
    String service = "/v1/namespaces/default/services/s9";
    server.api().put("s9", "{\"settings\":{\"much\":\"" + "x".repeat(DOCUMENT) + "\"}}");
    try (Trial trial = Trial.on(cluster, "s9-others");
        Registrant registrant =
            new Registrant(cluster.servers(), "s9", "one", Duration.ofSeconds(8));
        StuckWatchers events =
            new StuckWatchers(server.url(), STUCK, 1, "/v1/events", "Last-Event-ID: 0");
        StuckWatchers documents =
            new StuckWatchers(server.url(), STUCK, REQUESTS, service, "Prefer: wait=30");
        Lookups lookups = new Lookups(java.util.List.of(server), "s9", "one", 100)) {
      trial.awaitWrites(300);
      lookups.close();
      long memory = server.program().memory() / 1_000_000;
      trial.conclude(
          Trial.TAIL,
          String.format(
              "%d stuck watchers that asked for %d MB, %d MB of memory, %d lookups, failed %d",
              2 * STUCK,
              (long) STUCK * REQUESTS * DOCUMENT / 1_000_000,
              memory,
              lookups.answered(),
              lookups.failed().size()));
      assertThat(lookups.failed()).isEmpty();
      assertThat(memory).isLessThan(MOST_MEMORY_MB);
    }
  }

  @Test
  void s12WatchersNeverMissTheLastStateAndNeverGoBackARevision() {
    try (Trial trial = Trial.on(cluster, "s12")) {
      cluster.server(1).program().kill();
      trial.awaitWrites(30);
      cluster.server(2).program().suspend();
      trial.hold(Duration.ofSeconds(1));
      cluster.server(2).program().resume();
      cluster.server(1).program().start();
      cluster.server(0).cutFromJournal();
      trial.hold(Duration.ofSeconds(3));
      cluster.net().heal();
      cluster.awaitWhole();
      trial.awaitWrites(50);
      trial.conclude(Duration.ofSeconds(10), "a kill, a pause, a cut");
    }
  }

  @Test
  void c3ALookupWhoseServersArePartlyWrongUsesTheOthers() throws IOException {
    cluster.server(0).api().put("c3", "{}");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Registrant registrant =
            new Registrant(cluster.servers(), "c3", "one", Duration.ofSeconds(8));
        BerthClient client =
            BerthClient.builder()
                .environment(Map.of())
                .endpoints(
                    "http://127.0.0.1:1",
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    "http://nowhere.invalid:7400",
                    "http://" + cluster.net().gateway().replaceAll("[0-9]+$", "77") + ":7400",
                    cluster.server(1).url().toString())
                .build()) {
      Lookup lookup = client.lookup("c3");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> lookup.instances().stream().map(Instance::id).toList().contains("one"));
      assertThat(lookup.stale()).isFalse();
      assertThat(registrant.renewed()).isPositive();
    }
  }
}
