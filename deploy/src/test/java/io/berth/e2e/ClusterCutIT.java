package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Servers that are cut off or held still, and come back. */
class ClusterCutIT {
  private static final Duration CUT = Duration.ofSeconds(Ground.full() ? 60 : 5);
  private static final int OPERATIONS = Ground.full() ? 50_000 : 4_000;
  private static final Duration FAIL_OVER = Duration.ofSeconds(10);
  private static final Random RANDOM = new Random();
  private static Cluster cluster;

  @BeforeAll
  static void open() {
    cluster = Cluster.open("cut");
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
  void s4AServerCutOffFromItsPeersGoesOnAlone() {
    Server cut = cluster.server(0);
    try (Trial trial = Trial.on(cluster, "s4-peers")) {
      cluster.cutFromPeers(cut);
      trial.hold(CUT);
      trial.use(cut);
      trial.awaitWrites(10);
      trial.use(cluster.server(1), cluster.server(2));
      trial.awaitWrites(10);
      heal(trial);
      trial.conclude(Trial.TAIL, "cut off from its peers for " + CUT);
    }
  }

  @Test
  void s4AServerCutOffFromTheJournalReadsOnAndRefusesWrites() {
    Server cut = cluster.server(1);
    try (Trial trial = Trial.on(cluster, "s4-journal")) {
      cut.cutFromJournal();
      trial.hold(CUT);
      trial.awaitWrites(10);
      assertReadsOnAndRefusesWrites(cut, trial);
      heal(trial);
      trial.conclude(Trial.TAIL, "cut off from the journal for " + CUT);
    }
  }

  @Test
  void s4AServerCutOffFromBothReadsOnAndRefusesWrites() {
    Server cut = cluster.server(2);
    try (Trial trial = Trial.on(cluster, "s4-both")) {
      long began = System.nanoTime();
      cluster.cutFromPeers(cut);
      cut.cutFromJournal();
      trial.hold(CUT);
      assertReadsOnAndRefusesWrites(cut, trial);
      trial.use(cluster.server(0), cluster.server(1));
      trial.awaitWrites(10);
      Duration lasted = Duration.ofNanos(System.nanoTime() - began);
      heal(trial);
      trial.conclude(Trial.TAIL.plus(lasted), "cut off from peers and journal for " + CUT);
    }
  }

  @Test
  void s4TheOneSideOfASplitThatHasTheJournalWritesOnAndTheOtherReadsOn() {
    try (Trial trial = Trial.on(cluster, "s4-split")) {
      long began = System.nanoTime();
      cluster.cutFromPeers(cluster.server(0));
      cluster.server(1).cutFromJournal();
      cluster.server(2).cutFromJournal();
      trial.hold(CUT);
      assertReadsOnAndRefusesWrites(cluster.server(1), trial);
      assertReadsOnAndRefusesWrites(cluster.server(2), trial);
      trial.use(cluster.server(0));
      trial.awaitWrites(10);
      Duration lasted = Duration.ofNanos(System.nanoTime() - began);
      heal(trial);
      trial.conclude(Trial.TAIL.plus(lasted), "1-2 split, the journal on the side of 1, " + CUT);
    }
  }

  @Test
  void s6AControllerHeldStillPastItsLeaseDrivesNothingWhenItGoesOn() {
    try (Trial trial = Trial.on(cluster, "s6")) {
      Server held = cluster.controller();
      long written = trial.written();
      held.program().suspend();
      try {
        Awaitility.await("another controller")
            .pollInterval(Duration.ofMillis(100))
            .atMost(FAIL_OVER)
            .until(() -> cluster.controllerBut(held).isPresent());
        trial.awaitWritten(written + 20);
      } finally {
        held.program().resume();
      }
      Awaitility.await("one controller")
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(2))
          .until(() -> cluster.controllers() == 1 && cluster.controllerBut(held).isPresent());
      trial.awaitWrites(20);
      cluster.awaitWhole();
      trial.conclude(Trial.TAIL.plus(FAIL_OVER), "the controller held still past its lease");
    }
  }

  @Test
  void s11HistoriesOfWritesReadsKillsPausesAndCutsAreLinearizable() {
    try (Trial trial = Trial.on(cluster, "s11")) {
      int faults = 0;
      long stillest = 0;
      for (int kind = RANDOM.nextInt(4); trial.operations() < OPERATIONS; kind++) {
        Server victim = cluster.server(RANDOM.nextInt(3));
        long began = System.nanoTime();
        switch (kind % 4) {
          case 0 -> {
            victim.program().kill();
            trial.hold(Duration.ofMillis(200L + RANDOM.nextInt(1000)));
            victim.program().start();
          }
          case 1 -> {
            victim.program().suspend();
            trial.hold(Duration.ofMillis(200L + RANDOM.nextInt(3000)));
            victim.program().resume();
          }
          case 2 -> {
            cluster.cutFromPeers(victim);
            trial.hold(Duration.ofMillis(500L + RANDOM.nextInt(3000)));
            cluster.net().heal();
          }
          default -> {
            victim.cutFromJournal();
            trial.hold(Duration.ofMillis(500L + RANDOM.nextInt(3000)));
            cluster.net().heal();
          }
        }
        faults++;
        stillest = Math.max(stillest, System.nanoTime() - began);
        trial.awaitWrites(50);
      }
      cluster.awaitWhole();
      trial.conclude(Trial.TAIL.plusNanos(stillest), faults + " kills, pauses and cuts, in turn");
    }
  }

  private static void heal(Trial trial) {
    cluster.net().heal();
    trial.useAll();
    cluster.awaitWhole();
    trial.awaitWrites(20);
  }

  private static void assertReadsOnAndRefusesWrites(Server server, Trial trial) {
    String path = "/v1/namespaces/default/services/" + trial.services().get(0);
    assertThat(server.api().call("GET", path, null).statusCode()).isEqualTo(200);
    assertThat(server.api().call("GET", path + "/instances", null).statusCode()).isEqualTo(200);
    var refused = server.api().call("PUT", path + "-new", "{\"settings\":{}}");
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
    assertThat(refused.body()).contains("journal_unavailable");
  }
}
