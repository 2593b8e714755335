package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Lookups;
import io.berth.e2e.kit.Postgres;
import io.berth.e2e.kit.Registrant;
import io.berth.e2e.kit.Server;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A journal that goes away and comes back. */
class ClusterJournalIT {
  private static final Duration AWAY = Duration.ofSeconds(Ground.full() ? 60 : 6);
  private static final Duration TTL = Duration.ofSeconds(8);
  private static Postgres postgres;
  private static Cluster cluster;

  @BeforeAll
  static void open() {
    postgres = Postgres.open("journal-postgres");
    cluster = Cluster.on(postgres.url(), "journal");
  }

  @AfterAll
  static void close() {
    if (cluster != null) {
      cluster.close();
    }
    postgres.close();
  }

  @Test
  void s8TheDatabaseRestartedIsWrittenToAgain() {
    try (Trial trial = Trial.on(cluster, "s8-restart")) {
      postgres.stop();
      postgres.start();
      trial.awaitWrites(50);
      cluster.awaitWhole();
      trial.conclude(Trial.TAIL, "the database restarted");
    }
  }

  @Test
  void s8WhileTheDatabaseIsAwayReadsLookupsAndWatchesGoOnAndWritesAreRefused() {
    outage("s8-away", "away", postgres::kill, postgres::start);
  }

  @Test
  void s8WhileTheDatabaseIsStuckReadsLookupsAndWatchesGoOnAndWritesAreRefused() {
    outage("s8-stuck", "stuck", postgres::suspend, postgres::resume);
  }

  private static void outage(String name, String what, Runnable begin, Runnable end) {
    try (Trial trial = Trial.on(cluster, name)) {
      String service = trial.services().get(0);
      try (Registrant one = new Registrant(cluster.servers(), service, "one", TTL)) {
        trial.awaitInstances(service, Set.of("one"));
        long failed = trial.failedWatches();
        begin.run();
        try (Lookups lookups = new Lookups(cluster.servers(), service, "one", 50)) {
          trial.hold(AWAY);
          assertReadsGoOnAndWritesAreRefused(service);
          assertThat(lookups.failed()).isEmpty();
          assertThat(lookups.answered()).isPositive();
          assertThat(trial.failedWatches()).as("watches that failed").isEqualTo(failed);
        } finally {
          end.run();
        }
        trial.awaitWrites(50);
        assertThat(one.renewed()).isPositive();
      }
      cluster.awaitWhole();
      trial.conclude(Trial.TAIL, "the database " + what + " for " + AWAY);
    }
  }

  private static void assertReadsGoOnAndWritesAreRefused(String service) {
    String path = "/v1/namespaces/default/services/" + service;
    for (Server server : cluster.servers()) {
      assertThat(server.api().call("GET", path, null).statusCode()).isEqualTo(200);
      Awaitility.await("a write at " + server)
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> server.api().call("PUT", path + "-new", "{\"settings\":{}}").statusCode(),
              status -> status == 503);
    }
  }
}
