package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.history.Chronicle;
import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Lookups;
import io.berth.e2e.kit.Program;
import io.berth.e2e.kit.Registrant;
import io.berth.e2e.kit.Server;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers of a cluster that are killed or restarted under load. */
class ClusterKillIT {
  private static final int KILLS = Ground.full() ? 50 : 2;
  private static final Random RANDOM = new Random();
  private static Cluster cluster;

  @BeforeAll
  static void open() {
    cluster = Cluster.open("kill");
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
  void s1AnyServerKilledUnderWritesLosesNoAcknowledgedWriteAndAppliesNoneTwice() {
    try (Trial trial = Trial.on(cluster, "s1")) {
      for (int kill = 0; kill < KILLS; kill++) {
        Server victim = cluster.server(RANDOM.nextInt(3));
        trial.awaitWrites(10 + RANDOM.nextInt(50));
        victim.program().kill();
        trial.awaitWrites(20);
        victim.program().start();
      }
      cluster.awaitWhole();
      trial.conclude(Trial.TAIL, KILLS + " kills");
    }
  }

  @Test
  void s2AllServersKilledAtOnceComeBackWithAllThatWasThere() {
    try (Trial trial = Trial.on(cluster, "s2");
        Registrant registrant =
            new Registrant(
                cluster.servers(), trial.services().get(0), "one", Duration.ofSeconds(4))) {
      String service = trial.services().get(0);
      cluster.servers().forEach(server -> server.program().kill());
      cluster.servers().forEach(server -> server.program().launch());
      cluster.servers().forEach(server -> server.program().awaitReady());
      cluster.awaitWhole();
      trial.awaitWrites(50);
      for (Server server : cluster.servers()) {
        server.api().awaitPassing(service, 1, Duration.ofSeconds(5));
      }
      assertThat(registrant.renewed()).isGreaterThan(1);
      trial.conclude(Trial.TAIL, "all 3 killed at once");
    }
  }

  @Test
  void s3WhatWasCommittedByAServerThatWasKilledIsServedByItsPeersWithinTwoSeconds() {
    try (Trial trial = Trial.on(cluster, "s3")) {
      for (int kill = 0; kill < KILLS; kill++) {
        Server victim = cluster.server(kill % 3);
        List<Server> peers = cluster.servers().stream().filter(server -> server != victim).toList();
        trial.use(victim);
        trial.awaitWrites(20 + RANDOM.nextInt(50));
        victim.program().kill();
        for (Server peer : peers) {
          Awaitility.await("the heads at " + peer)
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(20))
              .atMost(Duration.ofSeconds(2))
              .until(() -> servesAllThatIsCommitted(peer, trial));
        }
        trial.use(peers.toArray(Server[]::new));
        victim.program().start();
      }
      cluster.awaitWhole();
      trial.conclude(Trial.TAIL, KILLS + " kills of the server that all write to");
    }
  }

  private static boolean servesAllThatIsCommitted(Server peer, Trial trial) {
    return trial.services().stream()
        .allMatch(
            service ->
                peer.api().get(service).revision() >= Chronicle.of(peer.api(), service).newest());
  }

  @Test
  void s10ServersRestartedOneByOneFailNoLookup() {
    cluster.server(0).api().put("s10", "{}");
    try (Registrant registrant =
            new Registrant(cluster.servers(), "s10", "one", Duration.ofSeconds(8));
        Trial trial = Trial.on(cluster, "s10");
        Lookups lookups = new Lookups(cluster.servers(), "s10", "one", 100)) {
      for (Server server : cluster.servers()) {
        Program program = server.program();
        assertThat(program.stop()).isZero();
        trial.awaitWrites(20);
        program.start();
        cluster.awaitWhole();
      }
      trial.awaitWrites(20);
      lookups.close();
      trial.conclude(
          Trial.TAIL,
          "3 restarts, " + lookups.answered() + " lookups, failed " + lookups.failed().size());
      assertThat(lookups.failed()).isEmpty();
      assertThat(registrant.renewed()).isPositive();
    }
  }
}
