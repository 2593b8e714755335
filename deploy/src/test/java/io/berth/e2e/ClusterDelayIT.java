package io.berth.e2e;

import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Server;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers that hear of each other late, or not all of it. */
class ClusterDelayIT {
  private static final int LOSSES = Ground.full() ? 20 : 2;
  private static final int HELD = Ground.full() ? 20 : 1;
  private static final double HALF = 0.5;
  private static final Duration PAST_EVERY_DEADLINE = Duration.ofSeconds(12);
  private static final Random RANDOM = new Random();
  private static Cluster cluster;

  @BeforeAll
  static void open() {
    cluster = Cluster.delayed("delay");
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
  void s5PeersDelayedBy75MillisecondsThatLoseHalfThePacketsForASecond() {
    try (Trial trial = Trial.on(cluster, "s5")) {
      trial.awaitWrites(100);
      for (int i = 0; i < LOSSES; i++) {
        for (Server server : cluster.servers()) {
          // What a peer sends comes through the relay, which is at this address, as do requests.
          server.namespace().lose(cluster.net().gateway(), HALF);
          cluster.servers().stream()
              .filter(peer -> peer != server)
              .forEach(peer -> server.namespace().lose(peer.namespace().address(), HALF));
        }
        trial.hold(Duration.ofSeconds(1));
        cluster.net().heal();
        trial.awaitWrites(50);
      }
      cluster.awaitWhole();
      trial.conclude(
          Trial.TAIL.plusSeconds(1), "peers 75±50 ms away, half the packets lost " + LOSSES + "×");
    }
  }

  @Test
  void aMachineHeldStillWhileAServerJoinsLosesNoneOfItsServers() {
    try (Trial trial = Trial.on(cluster, "held")) {
      for (int i = 0; i < HELD; i++) {
        Server joining = cluster.server(RANDOM.nextInt(3));
        joining.program().kill();
        joining.program().launch();
        Awaitility.await("a connection of " + joining)
            .pollInterval(Duration.ofMillis(5))
            .until(joining::hasPeer);
        trial.hold(Duration.ofMillis(RANDOM.nextInt(1500)));
        cluster.servers().forEach(server -> server.program().suspend());
        trial.hold(PAST_EVERY_DEADLINE);
        cluster.servers().forEach(server -> server.program().resume());
        joining.program().awaitReady();
        cluster.awaitWhole();
      }
      trial.awaitWrites(20);
      trial.conclude(
          Trial.TAIL.plus(PAST_EVERY_DEADLINE), "held still as a server joined, " + HELD + "×");
    }
  }
}
