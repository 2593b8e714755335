package io.berth.e2e;

import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Server;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that hear of each other late, or not all of it. */
class ClusterDelayIT {
  private static final int LOSSES = Ground.full() ? 20 : 2;
  private static final double HALF = 0.5;

  @Test
  void s5PeersDelayedBy75MillisecondsThatLoseHalfThePacketsForASecond() {
    try (Cluster cluster = Cluster.delayed("delay");
        Trial trial = Trial.on(cluster, "s5")) {
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
}
