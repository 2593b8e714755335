package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.ContainerRecord;
import io.berth.api.RecordReason;
import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.api.StepState;
import io.berth.e2e.kit.Engine.Container;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.House;
import io.berth.e2e.kit.ImageRegistry;
import io.berth.e2e.kit.Images;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rollouts that end well, what they touch, and that no caller notices. */
class RolloutIT {
  private static final int PER_SECOND = 200;
  private static House house;

  @BeforeAll
  static void open() {
    house = House.open("rollout");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  @Tag("of-three")
  void r1AGoodUpdateOfOneReplicaArrives() {
    int port = Ground.freePort();
    succeeds("good", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);

    Rollout rollout = succeeds("good", Specs.web("web:v2", port));

    Load.Outcome outcome = load.endWell("R1");
    assertThat(rollout.steps()).allMatch(step -> step.state() == StepState.DONE);
    assertThat(outcome.answers()).containsKeys("v1", "v2");
    Awaitility.await().until(() -> house.containers("good").size() == 1);
    Awaitility.await().until(() -> house.api().records("good").size() == 1);
    ContainerRecord replaced = house.api().records("good").get(0);
    assertThat(replaced.reason()).isEqualTo(RecordReason.REPLACED);
    assertThat(replaced.revision()).isEqualTo(1);
    assertThat(replaced.exitCode()).isZero();
  }

  @Test
  void r5ASlowStartInsideItsStartPeriodIsWaitedFor() {
    int port = Ground.freePort();
    Images.push("web:slow5", "VERSION=slow5", "START_SLOW_S=5");
    String spec =
        Specs.web("web:slow5", port, "\"monitor\":\"7s\"")
            .replace("\"start_period\":\"1s\"", "\"start_period\":\"6s\"");

    succeeds("slow", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);

    assertThat(succeeds("slow", spec).reason()).isEmpty();
    load.endWell("R5");
  }

  @Test
  void r7WithTheImageRegistryDownAnImageThatIsOnTheHostIsEnough() {
    int port = Ground.freePort();
    try (ImageRegistry registry = ImageRegistry.start("r7")) {
      String v1 = Images.pushTo(registry.address(), "web:v1", "VERSION=v1");
      String v2 = Images.pushTo(registry.address(), "web:v2", "VERSION=v2");
      succeeds("offline", Specs.web(v1, port));
      Load load = Load.on(port, PER_SECOND);
      succeeds("offline", Specs.web(v2, port));
      registry.stop();

      Revision back = house.api().rollback("offline", null);
      assertThat(house.api().awaitEnd("offline", back.revision()).state())
          .isEqualTo(RolloutState.SUCCEEDED);
      succeeds("offline", Specs.web(v2, port));
      load.endWell("R7");
    }
  }

  @Test
  void r23PruningTakesNoImageThatARollbackGoesTo() {
    int port = Ground.freePort();
    try (ImageRegistry registry = ImageRegistry.start("r23")) {
      List<String> images =
          Stream.of("v1", "v2", "v3")
              .map(
                  version ->
                      Images.pushTo(registry.address(), "web:" + version, "VERSION=" + version))
              .map(image -> succeeds("pruned", keepingTwo(Specs.web(image, port))).image())
              .toList();
      Awaitility.await("the oldest is pruned")
          .atMost(Duration.ofSeconds(20))
          .until(() -> !house.engine().hasImage(images.get(0)));
      assertThat(images.subList(1, 3)).allMatch(house.engine()::hasImage);
      Load load = Load.on(port, PER_SECOND);
      registry.stop();

      Revision back = house.api().rollback("pruned", 2L);

      assertThat(house.api().awaitEnd("pruned", back.revision()).state())
          .isEqualTo(RolloutState.SUCCEEDED);
      assertThat(load.endWell("R23, pruned").answers()).containsOnlyKeys("v2", "v3");
    }
  }

  private static String keepingTwo(String spec) {
    return spec.replace("\"deploy\":{", "\"deploy\":{\"keep_revisions\":2,");
  }

  @Test
  void r9ATagThatMovesInMidRolloutIsTheSameDigestForEveryReplica() {
    int port = Ground.freePort();
    succeeds("moved", Specs.web("web:v1", port, 2));
    Load load = Load.on(port, PER_SECOND);
    Images.push("web:r9", "VERSION=first");
    Revision put =
        house.api().put("moved", Specs.web("web:r9", port, 2, "\"min_healthy_time\":\"3s\""));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> house.running("moved").size() == 3);

    Images.push("web:r9", "VERSION=second");

    assertThat(house.api().awaitEnd("moved", put.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    Awaitility.await().until(() -> house.running("moved").size() == 2);
    assertThat(house.running("moved"))
        .hasSize(2)
        .extracting(Container::image)
        .containsOnly(house.api().rollout("moved", put.revision()).image());
    assertThat(load.endWell("R9").answers()).containsOnlyKeys("v1", "first");
  }

  @Test
  void r12PuttingBackWhatAlreadyRunsTouchesNothing() {
    int port = Ground.freePort();
    succeeds("same", Specs.web("web:v1", port));
    List<Container> before = house.containers("same");
    Load load = Load.on(port, PER_SECOND);

    Revision again = house.api().put("same", Specs.web("web:v1", port));
    Revision back = house.api().rollback("same", 1L);
    awaitReport();
    awaitReport();
    Awaitility.await().until(() -> load.answered() >= 400);

    assertThat(List.of(again, back)).extracting(Revision::revision).containsOnly(1L);
    assertThat(house.api().revisions("same")).hasSize(1);
    assertThat(house.containers("same")).isEqualTo(before);
    load.endWell("R12");
  }

  @Test
  @Tag("of-three")
  void settingsAloneReachTheRegistryAndTouchNoContainer() {
    int port = Ground.freePort();
    String spec = Specs.web("web:v1", port);
    succeeds("tuned", spec);
    List<Container> before = house.containers("tuned");

    Rollout rollout = succeeds("tuned", "{\"settings\":{\"colour\":\"blue\"}," + spec.substring(1));

    assertThat(rollout.to()).isEqualTo(2);
    assertThat(house.containers("tuned")).isEqualTo(before);
    String instance = before.get(0).name();
    String settings =
        house
            .api()
            .call(
                "GET", "/v1/namespaces/default/services/tuned/settings?instance=" + instance, null)
            .body();
    assertThat(settings).contains("\"revision\":2").contains("blue");
  }

  @Test
  void r26AProgramThatIgnoresSigtermIsKilledAfterItsGracePeriod() {
    int port = Ground.freePort();
    succeeds("stubborn", Specs.web("web:stubborn", port));
    Load load = Load.on(port, PER_SECOND);

    succeeds("stubborn", Specs.web("web:v2", port));

    Awaitility.await().until(() -> !house.api().records("stubborn").isEmpty());
    ContainerRecord killed = house.api().records("stubborn").get(0);
    assertThat(killed.exitCode()).as("SIGKILL").isEqualTo(137);
    assertThat(killed.reason()).isEqualTo(RecordReason.REPLACED);
    load.endWell("R26");
  }

  @Test
  void aServiceThatIsDeletedIsStoppedAndRecorded() {
    int port = Ground.freePort();
    succeeds("gone", Specs.web("web:v1", port));

    house.api().delete("gone");

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> house.containers("gone").isEmpty());
    Awaitility.await()
        .until(
            () ->
                house.api().records("gone").stream()
                    .anyMatch(record -> record.reason() == RecordReason.REMOVED));
  }

  /** Waits for the agent's next report; one that is under way may know nothing yet. */
  private static void awaitReport() {
    Instant last = lastReport();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(RolloutIT::lastReport, next -> next.isAfter(last));
  }

  private static Instant lastReport() {
    return house.api().hosts().get(0).lastSeen();
  }

  private static Rollout succeeds(String service, String spec) {
    Revision put = house.api().put(service, spec);
    Rollout rollout = house.api().awaitEnd(service, put.revision());
    assertThat(rollout.state()).as(rollout.reason()).isEqualTo(RolloutState.SUCCEEDED);
    return rollout;
  }
}
