package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutAction;
import io.berth.api.RolloutState;
import io.berth.e2e.kit.Engine.Container;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.House;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Canaries and blue-green rollouts, under two hundred requests a second of which none fails. */
class StrategyIT {
  private static final int PER_SECOND = 200;
  private static House house;

  @BeforeAll
  static void open() {
    house = House.open("strategy");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void aCanaryGetsItsShareBesideTheOldReplicasAndThenTakesTheirPlace() {
    int port = Ground.freePort();
    List<Container> old = stable("canary", port);
    Load load = Load.on(port, PER_SECOND);
    Revision put = house.api().put("canary", canary("web:v2", port, "6s"));

    await("canary", put, rollout -> share(rollout) == 20);
    assertThat(house.running("canary")).hasSize(3).containsAll(old);
    Load held = Load.on(port, PER_SECOND);
    Awaitility.await().until(() -> held.answered() >= 600);
    Load.Outcome during = held.stop();
    assertThat(house.api().awaitEnd("canary", put.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    load.endWell("canary: in its hold " + during + ", in all");
    double share = (double) during.answers().getOrDefault("v2", 0L) / during.requests();
    assertThat(share).isBetween(0.12, 0.28);
    Awaitility.await().until(() -> house.running("canary").size() == 2);
    assertThat(house.running("canary")).doesNotContainAnyElementsOf(old);
  }

  @Test
  void r19ACanaryThatCrashesIsTakenBackAndTheOthersAreNeverTouched() {
    int port = Ground.freePort();
    List<Container> old = stable("bad", port);
    Load load = Load.on(port, PER_SECOND);

    // The end of a container is heard of before so many probes of it have failed.
    String patient =
        canary("web:crash", port, "20s")
            .replace("\"retries\":2", "\"retries\":10")
            .replace("\"monitor\":\"3s\"", "\"monitor\":\"7s\"");
    Revision put = house.api().put("bad", patient);

    Rollout failed = house.api().awaitEnd("bad", put.revision());
    assertThat(failed.state()).isEqualTo(RolloutState.FAILED);
    assertThat(failed.reason()).contains("exited with code 7");
    assertThat(house.api().awaitEnd("bad", failed.supersededBy()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    load.endWell("R19");
    Awaitility.await().until(() -> house.running("bad").size() == 2);
    assertThat(house.running("bad")).containsExactlyInAnyOrderElementsOf(old);
  }

  @Test
  void r20ACanaryThatNobodyCallsIsNeverPromotedInSilence() {
    int port = Ground.freePort();
    stable("quiet", port);

    Revision put = house.api().put("quiet", canary("web:v2", port, "10s", "pause"));

    Rollout paused = house.api().awaitEnd("quiet", put.revision());
    assertThat(paused.state()).isEqualTo(RolloutState.PAUSED);
    assertThat(paused.reason()).contains("too few requests").contains("promote it, or abort it");
    Load load = Load.on(port, PER_SECOND);
    steer(put, RolloutAction.PROMOTE, 202);
    await("quiet", put, rollout -> rollout.state() == RolloutState.SUCCEEDED);
    load.endWell("R20, once it is promoted");
    assertThat(versionsOf(port)).isEqualTo("v2");
  }

  @Test
  void blueGreenSwitchesOnceAndKeepsTheOldOnesWhileItIsMonitored() {
    int port = Ground.freePort();
    List<Container> old = stable("both", port);
    Load load = Load.on(port, PER_SECOND);

    Revision put =
        house.api().put("both", Specs.web("web:v2", port, 2, "\"strategy\":\"blue-green\""));

    await("both", put, rollout -> share(rollout) == 100);
    assertThat(house.running("both")).hasSize(4).containsAll(old);
    Awaitility.await().until(() -> versionsOf(port).equals("v2"));
    assertThat(house.api().awaitEnd("both", put.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    load.endWell("blue-green");
    Awaitility.await().until(() -> house.running("both").size() == 2);
    assertThat(house.running("both")).doesNotContainAnyElementsOf(old);
  }

  @Test
  void r21PausedItStandsStillPromotedItGoesOnAndAbortedItGoesBack() {
    int port = Ground.freePort();
    List<Container> old = stable("steered", port);
    Load load = Load.on(port, PER_SECOND);
    Revision put = house.api().put("steered", canary("web:v2", port, "1m"));
    await("steered", put, rollout -> share(rollout) == 20);

    steer(put, RolloutAction.PAUSE, 202);
    await("steered", put, rollout -> rollout.state() == RolloutState.PAUSED);
    steer(put, RolloutAction.PAUSE, 409);
    steer(put, RolloutAction.PROMOTE, 202);
    await("steered", put, rollout -> rollout.state() == RolloutState.MONITORING);
    abort(put);
    steer(put, RolloutAction.ABORT, 409);
    load.endWell("R21");
    assertThat(versionsOf(port)).isEqualTo("v1");
    Awaitility.await().until(() -> house.running("steered").size() == 2);
    assertThat(house.running("steered"))
        .extracting(Container::image)
        .containsOnly(old.get(0).image());
  }

  @Test
  void r21PausedPastItsProgressDeadlineItGoesOnOnceItIsResumed() {
    int port = Ground.freePort();
    List<Container> old = stable("waiting", port);
    Load load = Load.on(port, PER_SECOND);
    String[] deadline = {
      "\"min_healthy_time\":\"2s\"", "\"healthy_deadline\":\"12s\"", "\"progress_deadline\":\"12s\""
    };
    Revision put = house.api().put("waiting", Specs.web("web:v2", port, 2, deadline));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> house.running("waiting").size() == 3);

    steer(put, RolloutAction.PAUSE, 202);
    await("waiting", put, rollout -> rollout.state() == RolloutState.PAUSED);
    Rollout paused = house.api().rollout("waiting", put.revision());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Instant.now().isAfter(paused.updatedAt().plusSeconds(13)));
    assertThat(house.api().rollout("waiting", put.revision()).updatedAt())
        .as("it stands still")
        .isEqualTo(paused.updatedAt());
    assertThat(house.running("waiting"))
        .as("what was under way ends, and no other begins")
        .containsAnyElementsOf(old);
    steer(put, RolloutAction.RESUME, 202);

    await("waiting", put, rollout -> rollout.state() == RolloutState.SUCCEEDED);
    load.endWell("R21, paused past its progress_deadline");
    Awaitility.await().until(() -> house.running("waiting").size() == 2);
    assertThat(house.running("waiting")).doesNotContainAnyElementsOf(old);
  }

  @Test
  void r21ACanaryThatIsAbortedInItsHoldLeavesTheOthersUntouched() {
    int port = Ground.freePort();
    List<Container> old = stable("dropped", port);
    Load load = Load.on(port, PER_SECOND);
    Revision put = house.api().put("dropped", canary("web:v2", port, "1m"));
    await("dropped", put, rollout -> share(rollout) == 20);
    assertThat(house.api().rollout("dropped", put.revision()).state())
        .isEqualTo(RolloutState.UPDATING);

    abort(put);

    load.endWell("R21, aborted in its hold");
    Awaitility.await().until(() -> house.running("dropped").size() == 2);
    assertThat(house.running("dropped")).containsExactlyInAnyOrderElementsOf(old);
  }

  @Test
  void r21ABlueGreenThatIsAbortedWhileMonitoredIsBackAtOnceOnTheOldOnes() {
    int port = Ground.freePort();
    List<Container> old = stable("undone", port);
    Load load = Load.on(port, PER_SECOND);
    String[] monitored = {"\"strategy\":\"blue-green\"", "\"monitor\":\"1m\""};
    Revision put = house.api().put("undone", Specs.web("web:v2", port, 2, monitored));
    await("undone", put, rollout -> rollout.state() == RolloutState.MONITORING);
    Awaitility.await().until(() -> versionsOf(port).equals("v2"));

    steer(put, RolloutAction.ABORT, 202);
    Awaitility.await("the old ones answer at once")
        .atMost(Duration.ofSeconds(5))
        .until(() -> versionsOf(port).equals("v1"));
    awaitBack(put);

    load.endWell("R21, a blue-green aborted");
    Awaitility.await().until(() -> house.running("undone").size() == 2);
    assertThat(house.running("undone")).containsExactlyInAnyOrderElementsOf(old);
  }

  private static List<Container> stable(String service, int port) {
    Revision put = house.api().put(service, Specs.web("web:v1", port, 2));
    assertThat(house.api().awaitEnd(service, put.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    return house.running(service);
  }

  private static String canary(String image, int port, String hold) {
    return canary(image, port, hold, "promote");
  }

  private static String canary(String image, int port, String hold, String onInconclusive) {
    return Specs.web(
        image,
        port,
        2,
        "\"strategy\":\"canary\"",
        "\"canary\":{\"steps\":[{\"weight\":20,\"hold\":\"" + hold + "\"}]}",
        "\"analysis\":{\"on_inconclusive\":\"" + onInconclusive + "\"}");
  }

  private static int share(Rollout rollout) {
    return rollout.shift().weights().getOrDefault(rollout.to(), -1);
  }

  private static void await(String service, Revision put, Predicate<Rollout> state) {
    Awaitility.await(service + " revision " + put.revision())
        .atMost(Duration.ofSeconds(60))
        .until(() -> house.api().rollout(service, put.revision()), state);
  }

  private static void steer(Revision put, RolloutAction action, int status) {
    assertThat(house.api().steer(put.service(), put.revision(), action).statusCode())
        .as(action.word())
        .isEqualTo(status);
  }

  /** Aborts a rollout, and waits until what was stable is back. */
  private static void abort(Revision put) {
    steer(put, RolloutAction.ABORT, 202);
    awaitBack(put);
  }

  private static void awaitBack(Revision put) {
    Rollout aborted = house.api().awaitEnd(put.service(), put.revision());
    assertThat(aborted.state()).isEqualTo(RolloutState.FAILED);
    assertThat(aborted.reason()).isEqualTo("aborted by test");
    assertThat(house.api().awaitEnd(put.service(), aborted.supersededBy()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
  }

  /** The versions that answer ten requests, in one text. */
  private static String versionsOf(int port) {
    Load load = Load.on(port, PER_SECOND);
    Awaitility.await().until(() -> load.answered() >= 10);
    return String.join(" ", load.stop().answers().keySet());
  }
}
