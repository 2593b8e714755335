package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.ContainerRecord;
import io.berth.api.RecordReason;
import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.StepState;
import io.berth.e2e.kit.Engine.Container;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.House;
import io.berth.e2e.kit.ImageRegistry;
import io.berth.e2e.kit.Images;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.Specs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bad versions, and how they are taken back, without a caller noticing. */
class RollbackIT {
  private static final int PER_SECOND = 200;
  private static House house;

  @BeforeAll
  static void open() {
    house = House.open("rollback");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  @Tag("of-three")
  void r2AVersionThatCrashesAtStartIsTakenBack() {
    int port = Ground.freePort();
    Container old = stable("crashes", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);

    Rollout failed = fails("crashes", Specs.web("web:v3", port));

    assertThat(failed.reason()).contains("exited with code 1");
    assertTakenBack("crashes", failed, old);
    Awaitility.await()
        .until(() -> house.api().records("crashes").stream().anyMatch(RollbackIT::saysWhy));
    Awaitility.await("the bad image is pruned")
        .atMost(Duration.ofSeconds(20))
        .until(() -> !house.engine().hasImage(failed.image()));
    Awaitility.await("the rollback says so")
        .until(
            () ->
                house.api().rollout("crashes", failed.supersededBy()).steps().stream()
                    .anyMatch(step -> step.detail().endsWith(" was removed")));
    assertAnswers("v1", port);
    load.endWell("R2");
  }

  @Test
  void r3AVersionThatNeverBecomesHealthyIsTakenBackAtItsDeadline() {
    int port = Ground.freePort();
    Container old = stable("never", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);

    Rollout failed = fails("never", Specs.web("web:never", port, "\"healthy_deadline\":\"8s\""));

    assertThat(failed.reason()).contains("was not healthy within 8s").contains("503");
    assertTakenBack("never", failed, old);
    load.endWell("R3");
  }

  @Test
  void r4AVersionThatTurnsBadWithinMonitorIsTakenBack() {
    int port = Ground.freePort();
    Container old = stable("worse", Specs.web("web:v1", port));
    Load load = Load.whereHeld(port, PER_SECOND);

    Rollout failed = fails("worse", Specs.web("web:worse", port, "\"monitor\":\"40s\""));

    assertThat(failed.reason()).contains("became unhealthy").contains("503");
    assertThat(Duration.between(failed.createdAt(), failed.updatedAt()))
        .isBetween(Duration.ofSeconds(18), Duration.ofSeconds(38));
    assertTakenBack("worse", failed, old);
    load.endWell("R4");
  }

  @Test
  void r6AMissingImageFailsAtOnceAndSaysWhichPullAndWhy() {
    int port = Ground.freePort();
    Container old = stable("missing", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);

    Rollout failed = fails("missing", Specs.web("web:no-such-tag", port));

    assertThat(failed.reason())
        .contains("web:no-such-tag")
        .containsAnyOf("manifest unknown", "not found");
    assertThat(Duration.between(failed.createdAt(), failed.updatedAt()))
        .isLessThan(Duration.ofSeconds(10));
    assertTakenBack("missing", failed, old);
    assertThat(house.containers("missing")).as("no container was touched").containsExactly(old);
    load.endWell("R6");
  }

  @Test
  void r11BadAndGoodVersionsInQuickSuccessionEndWithTheLastGoodOne() {
    int port = Ground.freePort();
    stable("churn", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);

    Revision bad = house.api().put("churn", Specs.web("web:v3", port));
    Revision good = house.api().put("churn", Specs.web("web:v2", port));
    assertThat(house.api().awaitEnd("churn", good.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    assertThat(house.api().rollout("churn", bad.revision()).state())
        .isEqualTo(RolloutState.SUPERSEDED);
    assertThat(house.api().rollout("churn", bad.revision()).supersededBy())
        .isEqualTo(good.revision());
    assertAnswers("v2", port);

    house.api().put("churn", Specs.web("web:v3", port));
    Rollout badAgain = fails("churn", Specs.web("web:never", port, "\"healthy_deadline\":\"8s\""));
    assertThat(house.api().awaitEnd("churn", badAgain.supersededBy()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    assertAnswers("v2", port);

    house.api().put("churn", Specs.web("web:v1", port));
    Rollout badAfterGood = fails("churn", Specs.web("web:v3", port));
    assertThat(house.api().awaitEnd("churn", badAfterGood.supersededBy()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    assertAnswers("v2", port);
    load.endWell("R11");
  }

  @Test
  void r22ARollbackThatFailsPausesAndSaysSo() {
    int port = Ground.freePort();
    try (ImageRegistry registry = ImageRegistry.start("r22")) {
      String v1 = Images.pushTo(registry.address(), "web:v1", "VERSION=v1");
      Container old = stable("stuck", Specs.web(v1, port));
      Load before = Load.on(port, PER_SECOND);
      Images.push("web:late", "VERSION=late", "CRASH_AFTER_S=12");
      Revision bad = house.api().put("stuck", Specs.web("web:late", port, "\"monitor\":\"30s\""));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  house.api().rollout("stuck", bad.revision()).state() == RolloutState.MONITORING);

      before.endWell("R22, until nothing is left to go back to");
      registry.stop();
      house.engine().docker("rm", "-f", old.id());
      house.engine().docker("rmi", "-f", old.image());

      Rollout failed = house.api().awaitEnd("stuck", bad.revision());
      assertThat(failed.state()).isEqualTo(RolloutState.FAILED);
      Rollout rollback = house.api().awaitEnd("stuck", failed.supersededBy());
      assertThat(rollback.state()).isEqualTo(RolloutState.PAUSED);
      assertThat(rollback.reason()).startsWith("the rollback failed: ");
      assertThat(house.api().revisions("stuck")).as("a rollback is never rolled back").hasSize(3);
      stable("stuck", Specs.web("web:v2", port));
      Load after = Load.on(port, PER_SECOND);
      Awaitility.await().until(() -> after.answered() >= 400);
      assertThat(after.endWell("R22, mended by hand").answers()).containsOnlyKeys("v2");
    }
  }

  @Test
  void r24AHostPortOfAForeignProcessIsNamedAndTheOldOneUntouched() throws IOException {
    int port = Ground.freePort();
    Container old = stable("taken", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);
    try (ServerSocket foreign = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Rollout failed = fails("taken", Specs.web("web:v2", foreign.getLocalPort()));

      assertThat(failed.reason())
          .contains(Integer.toString(foreign.getLocalPort()))
          .contains("port");
      assertTakenBack("taken", failed, old);
    }
    load.endWell("R24");
  }

  @Test
  void aPortThatAnotherServicePublishesIsNamedAndTheOtherKeepsIt() {
    int port = Ground.freePort();
    stable("owner", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);

    Rollout failed = fails("another", Specs.web("web:v2", port));

    assertThat(failed.reason()).contains("host port " + port + " is published by default/owner");
    assertThat(load.endWell("a port that is another's").answers()).containsOnlyKeys("v1");
  }

  @Test
  void aRollbackByHandGoesToTheRevisionThatIsNamed() {
    int port = Ground.freePort();
    stable("byhand", Specs.web("web:v1", port));
    stable("byhand", Specs.web("web:v2", port));
    Load load = Load.on(port, PER_SECOND);

    Revision back = house.api().rollback("byhand", 1L);
    Rollout rollout = house.api().awaitEnd("byhand", back.revision());

    assertThat(rollout.state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(rollout.kind()).isEqualTo(RolloutKind.ROLLBACK);
    assertAnswers("v1", port);
    load.endWell("a rollback by hand");
  }

  private static Container stable(String service, String spec) {
    Revision put = house.api().put(service, spec);
    Rollout rollout = house.api().awaitEnd(service, put.revision());
    assertThat(rollout.state()).as(rollout.reason()).isEqualTo(RolloutState.SUCCEEDED);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> house.containers(service).size() == 1);
    return house.containers(service).get(0);
  }

  private static Rollout fails(String service, String spec) {
    Revision put = house.api().put(service, spec);
    Rollout rollout = house.api().awaitEnd(service, put.revision());
    assertThat(rollout.state()).as(rollout.reason()).isEqualTo(RolloutState.FAILED);
    return rollout;
  }

  /**
   * The stable spec is a new revision of the controller's, its rollout held, and the container from
   * before runs.
   */
  private static void assertTakenBack(String service, Rollout failed, Container old) {
    Revision restored = house.api().get(service);
    assertThat(restored.revision()).isEqualTo(failed.supersededBy());
    assertThat(restored.author()).isEqualTo("controller");
    assertThat(restored.message()).contains("revision " + failed.to() + " failed: ");
    Rollout rollback = house.api().awaitEnd(service, restored.revision());
    assertThat(rollback.kind()).isEqualTo(RolloutKind.ROLLBACK);
    assertThat(rollback.state()).as(rollback.reason()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(rollback.steps())
        .filteredOn(step -> !step.name().equals("prune"))
        .allMatch(step -> step.state() == StepState.DONE);
    assertThat(house.running(service)).extracting(Container::id).containsExactly(old.id());
  }

  private static boolean saysWhy(ContainerRecord record) {
    return record.reason() == RecordReason.FAILED
        && record.exitCode() == 1
        && record.log().stream().anyMatch(line -> line.contains("DATABASE_URL is not set"));
  }

  private static void assertAnswers(String version, int port) {
    Load load = Load.on(port, 20);
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollDelay(Duration.ofSeconds(1))
        .until(() -> true);
    assertThat(List.copyOf(load.stop().answers().keySet())).containsExactly(version);
  }
}
