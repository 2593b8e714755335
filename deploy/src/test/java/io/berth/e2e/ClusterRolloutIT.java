package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.e2e.kit.Api;
import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Engine;
import io.berth.e2e.kit.Engine.Container;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Host;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.Server;
import io.berth.e2e.kit.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rollouts that three servers drive in turn, and what an agent makes of it. */
class ClusterRolloutIT {
  private static final int KILLS = Ground.full() ? 20 : 2;
  private static final Duration FAIL_OVER = Duration.ofSeconds(10);

  private static final Random RANDOM = new Random();
  private static Cluster cluster;
  private static Engine engine;
  private static Host host;

  @BeforeAll
  static void open() {
    cluster = Cluster.open("rollouts");
    engine = new Engine(Ground.dockerHost());
    host =
        Host.of(
            cluster.urls(), Ground.dockerHost(), cluster.cluster(), cluster.folder(), List.of());
    host.start();
  }

  @AfterEach
  void mend() {
    cluster.mend();
  }

  @AfterAll
  static void close() {
    if (host != null) {
      host.close();
      engine.removeAll(cluster.cluster());
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void r17TheServerThatDrivesARolloutIsKilledAndAnotherGoesOnFromTheSameStep() {
    int port = Ground.freePort();
    succeeds("web", "web:v1", port);
    long slowest = 0;
    Load load = Load.on(port, 100);
    for (int kill = 1; kill <= KILLS; kill++) {
      String image = kill % 2 == 0 ? "web:v1" : "web:v2";
      Container before = theContainer("web");
      Server controller = cluster.controller();
      Api survivor = another(controller).api();
      long revision = survivor.put("web", slow(image, port)).revision();
      reach(survivor, revision);

      controller.program().kill();
      long killed = System.nanoTime();
      Awaitility.await("another controller")
          .pollInterval(Duration.ofMillis(50))
          .atMost(FAIL_OVER)
          .until(() -> cluster.controllerBut(controller).isPresent());
      slowest = Math.max(slowest, System.nanoTime() - killed);

      Rollout rollout = survivor.awaitEnd("web", revision);
      assertThat(rollout.state()).as(rollout.reason()).isEqualTo(RolloutState.SUCCEEDED);
      assertThat(theContainer("web").id()).isNotEqualTo(before.id());
      awaitRecords(survivor, "web", kill);
      controller.program().start();
      cluster.awaitWhole();
    }
    load.endWell(
        "R17: "
            + KILLS
            + " kills in mid-rollout, another controller within "
            + Duration.ofNanos(slowest).toMillis()
            + " ms");
  }

  @Test
  void s6TheServerThatDrivesARolloutIsHeldStillPastItsLeaseAndThenSpoilsNothing() {
    int port = Ground.freePort();
    succeeds("held", "web:v1", port);
    Server controller = cluster.controller();
    Api survivor = another(controller).api();
    Load load = Load.on(port, 100);
    long revision = survivor.put("held", slow("web:v2", port)).revision();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> survivor.rollout("held", revision).state() == RolloutState.UPDATING);

    controller.program().suspend();
    try {
      Awaitility.await("another controller")
          .pollInterval(Duration.ofMillis(50))
          .atMost(FAIL_OVER)
          .until(() -> cluster.controllerBut(controller).isPresent());
    } finally {
      controller.program().resume();
    }

    Rollout rollout = survivor.awaitEnd("held", revision);
    load.endWell("S6: a controller held still in mid-rollout");
    assertThat(rollout.state()).as(rollout.reason()).isEqualTo(RolloutState.SUCCEEDED);
    awaitRecords(survivor, "held", 1);
    cluster.awaitWhole();
  }

  @Test
  void s2AfterAllServersWereKilledAtOnceTheAgentIsBackAndNoContainerWasTouched() {
    int port = Ground.freePort();
    succeeds("steady", "web:v1", port);
    Container before = theContainer("steady");
    Load load = Load.on(port, 50);

    cluster.servers().forEach(server -> server.program().kill());
    cluster.servers().forEach(server -> server.program().launch());
    cluster.awaitWhole();

    for (Server server : cluster.servers()) {
      server.api().awaitPassing("steady", 1, Duration.ofSeconds(20));
    }
    load.endWell("S2: all 3 killed at once under an agent");
    assertThat(theContainer("steady")).isEqualTo(before);
    succeeds("steady", "web:v2", port);
  }

  /** At the beginning, in the middle, or while it is watched in the end. */
  private static void reach(Api api, long revision) {
    RolloutState state =
        List.of(RolloutState.PREPARING, RolloutState.UPDATING, RolloutState.MONITORING)
            .get(RANDOM.nextInt(3));
    Awaitility.await("rollout is " + state)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> api.rollout("web", revision).state().compareTo(state) >= 0);
  }

  /** Slow enough to be caught in the middle. */
  private static String slow(String image, int port) {
    return Specs.web(
        image,
        port,
        "\"min_healthy_time\":\"2s\"",
        "\"healthy_deadline\":\"30s\"",
        "\"progress_deadline\":\"60s\"");
  }

  /** One container was replaced for each rollout, and none more. */
  private static void awaitRecords(Api api, String service, int count) {
    Awaitility.await(count + " records of " + service)
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.records(service).size() == count);
  }

  private static Server another(Server server) {
    return cluster.servers().stream().filter(other -> other != server).findFirst().orElseThrow();
  }

  private static Container theContainer(String service) {
    Awaitility.await(service + " has one container")
        .atMost(Duration.ofSeconds(20))
        .until(() -> engine.containers(cluster.cluster(), service).size() == 1);
    return engine.containers(cluster.cluster(), service).get(0);
  }

  private static void succeeds(String service, String image, int port) {
    Api api = cluster.server(0).api();
    long revision = api.put(service, Specs.web(image, port)).revision();
    Rollout rollout = api.awaitEnd(service, revision);
    assertThat(rollout.state()).as(rollout.reason()).isEqualTo(RolloutState.SUCCEEDED);
  }
}
