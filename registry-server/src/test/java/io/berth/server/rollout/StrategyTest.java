package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Slot;
import io.berth.api.RolloutAction;
import io.berth.api.RolloutState;
import io.berth.api.spec.Strategy;
import io.berth.server.catalog.ServiceName;
import io.berth.server.rollout.Decision.GoBack;
import io.berth.server.rollout.Decision.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How canaries and blue-green rollouts go through their stages. */
class StrategyTest {
  private static final Duration HOLD = Duration.ofSeconds(60);
  private final Scene scene = new Scene();

  @Test
  void aCanaryStandsBesideTheOldReplicasAndTouchesNoneOfThem() {
    canary(4, "[{\"weight\":25,\"hold\":\"60s\"}]");

    assertThat(scene.rollout().strategy()).isEqualTo(Strategy.CANARY);
    assertThat(scene.rollout().slots()).extracting(Slot::replica).containsExactly(4, 1, 2, 3);
    assertThat(weights()).as("before it counts").containsExactly(Map.entry(2L, 0));
    assertThat(revisions()).containsExactly(1L, 1L, 1L, 1L, 2L);
  }

  @Test
  void itGetsItsShareOnceItCountsAndNothingMoreHappensDuringTheHold() {
    canary(4, "[{\"weight\":25,\"hold\":\"60s\"}]");
    scene.counts(4);
    scene.advance();
    assertThat(weights()).containsExactly(Map.entry(2L, 25));

    scene.passes(HOLD.minusSeconds(1));

    assertThat(scene.next()).isInstanceOf(Wait.class);
  }

  @Test
  void afterTheLastHoldTheOthersAreReplacedAndTheSurplusIsWithdrawn() {
    canary(2, "[{\"weight\":10,\"hold\":\"60s\"}]");
    scene.counts(2);
    scene.advance();
    scene.passes(HOLD);
    scene.advance();
    assertThat(revisions()).containsExactly(1L, 2L, 2L);
    assertThat(weights()).as("the fewer are left, the less they get").isEmpty();

    scene.counts(1);
    Rollout monitored = scene.advance();

    assertThat(monitored.state()).isEqualTo(RolloutState.MONITORING);
    assertThat(scene.assignments()).extracting(Assignment::replica).containsExactly(1, 2);
  }

  @Test
  void aCanaryOfSeveralStepsGrowsByThem() {
    canary(10, "[{\"weight\":10,\"hold\":\"60s\"},{\"weight\":30,\"hold\":\"60s\"}]");
    assertThat(revisions()).filteredOn(revision -> revision == 2).hasSize(1);
    scene.counts(10);
    scene.advance();
    scene.passes(HOLD);

    scene.advance();

    assertThat(revisions()).filteredOn(revision -> revision == 2).hasSize(3);
    assertThat(weights()).as("until they count").containsExactly(Map.entry(2L, 10));
    scene.counts(11).counts(12);
    scene.advance();
    assertThat(weights()).containsExactly(Map.entry(2L, 30));
  }

  @Test
  void aCanaryThatFailsIsGoneBackFromAndGetsNothingMore() {
    canary(4, "[{\"weight\":25,\"hold\":\"60s\"}]");
    scene.counts(4);
    scene.advance();
    scene.failsItsProbes(4, 500, "");

    assertSwitchesBack(scene.next());
  }

  @Test
  void aCanaryThatFailsAndIsToPauseGetsNothingWhileItIsPaused() {
    begin(
        4,
        "\"on_failure\":\"pause\",\"strategy\":\"canary\","
            + "\"canary\":{\"steps\":[{\"weight\":25,\"hold\":\"60s\"}]}");
    scene.counts(4);
    scene.advance();
    scene.failsItsProbes(4, 500, "");

    Rollout paused = scene.advance();

    assertThat(paused.state()).isEqualTo(RolloutState.PAUSED);
    assertThat(weights()).containsExactly(Map.entry(2L, 0));
  }

  @Test
  void aRollbackTakesAllRequestsAtOnceAndTouchesOnlyWhatIsNew() {
    scene.stableBefore();
    scene.assigned(0, "h1").assigned(1, "h1");
    scene.badBefore("web@sha256:1").rollback();

    scene.prepared();

    assertThat(scene.rollout().slots()).extracting(Slot::replica).containsExactly(0);
    assertThat(weights()).containsExactly(Map.entry(3L, 100));
  }

  @Test
  void aRollbackSaysHowManyReplicasRunAgain() {
    scene.stableBefore().assigned(0, "h1");
    scene.badBefore("web@sha256:1").rollback().prepared();
    scene.counts(0);

    scene.advance();

    assertThat(scene.step(StepName.PULL).detail()).isEqualTo("1 of 1 replica runs revision 3");
  }

  @Test
  void blueGreenBringsAllUpBesideAllAndSwitchesOnce() {
    blueGreen();
    assertThat(revisions()).containsExactly(1L, 1L, 2L, 2L);
    assertThat(weights()).containsExactly(Map.entry(2L, 0));
    scene.counts(2);
    scene.advance();
    assertThat(weights()).containsExactly(Map.entry(2L, 0));

    scene.counts(3);
    scene.advance();

    assertThat(weights()).containsExactly(Map.entry(2L, 100));
    assertThat(scene.rollout().state()).isEqualTo(RolloutState.MONITORING);
    assertThat(scene.assignments()).as("what a switch back would go to").hasSize(4);
    scene.passes(Duration.ofSeconds(60));
    scene.advance();
    assertThat(scene.assignments()).extracting(Assignment::replica).containsExactly(2, 3);
    assertThat(weights()).as("while the old ones go").containsExactly(Map.entry(2L, 100));
  }

  @Test
  void blueGreenWithoutAutoPromoteSwitchesWhenItIsPromoted() {
    begin(2, "\"strategy\":\"blue-green\",\"canary\":{\"auto_promote\":false}");
    scene.counts(2).counts(3);
    scene.advance();
    scene.passes(HOLD);
    assertThat(scene.next()).isInstanceOf(Wait.class);
    assertThat(weights()).containsExactly(Map.entry(2L, 0));

    assertThat(scene.asked(RolloutAction.PROMOTE).state()).isEqualTo(RolloutState.MONITORING);

    assertThat(weights()).containsExactly(Map.entry(2L, 100));
  }

  @Test
  void blueGreenThatFailsWhileItIsMonitoredSwitchesBackToTheOldOnesThatStillRun() {
    blueGreen();
    scene.counts(2).counts(3);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
    scene.failsItsProbes(3, 500, "");

    assertSwitchesBack(scene.next());

    assertThat(revisions()).containsExactly(1L, 1L, 2L, 2L);
  }

  @Test
  void blueGreenThatIsAbortedWhileItIsMonitoredSwitchesBack() {
    blueGreen();
    scene.counts(2).counts(3);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);

    assertSwitchesBack(scene.asking(RolloutAction.ABORT));
  }

  @Test
  void blueGreenThatIsAbortedBeforeItIsPromotedGetsNothing() {
    begin(2, "\"strategy\":\"blue-green\",\"canary\":{\"auto_promote\":false}");
    scene.counts(2).counts(3);
    scene.advance();

    assertSwitchesBack(scene.asking(RolloutAction.ABORT));
  }

  @Test
  void aCanaryThatIsAbortedInItsHoldGetsNothingMore() {
    canary(4, "[{\"weight\":25,\"hold\":\"60s\"}]");
    scene.counts(4);
    scene.advance();

    assertSwitchesBack(scene.asking(RolloutAction.ABORT));
  }

  @Test
  void whereNothingRunsThereIsNothingToStandBeside() {
    scene.spec(
        "{\"image\":\"web:v1\",\"deploy\":{\"replicas\":2,\"update\":{\"strategy\":\"blue-green\"}}}");
    scene.prepared();

    assertThat(scene.rollout().strategy()).isEqualTo(Strategy.ROLLING);
    assertThat(weights()).isEmpty();
  }

  @Test
  void aRevisionThatIsSupersededBeforeItHeldGetsNothingMore() {
    canary(4, "[{\"weight\":25,\"hold\":\"60s\"}]");
    scene.counts(4);
    Rollout first = scene.advance();

    Rollout next =
        Starts.update(
            new ServiceName("default", "web"),
            3,
            scene.spec(),
            "",
            Optional.of(first),
            Instant.EPOCH);

    assertThat(next.shift().weights()).containsExactly(Map.entry(2L, 0));
  }

  /** The revision before is put back, and this one gets no requests from then on. */
  private void assertSwitchesBack(Decision decision) {
    GoBack back = (GoBack) decision;
    assertThat(back.to().revision()).isEqualTo(1);
    Rollout rollback =
        Starts.rollback(
            new ServiceName("default", "web"),
            3,
            1,
            scene.spec(),
            "web@sha256:0",
            Optional.of(back.rollout()),
            Instant.EPOCH);
    assertThat(rollback.shift().weights()).containsExactly(Map.entry(2L, 0));
  }

  private void canary(int replicas, String steps) {
    begin(
        replicas,
        "\"strategy\":\"canary\",\"analysis\":{\"on_inconclusive\":\"promote\"},"
            + "\"canary\":{\"steps\":"
            + steps
            + "}");
  }

  private void blueGreen() {
    begin(2, "\"strategy\":\"blue-green\"");
  }

  private void begin(int replicas, String update) {
    scene.stableBefore();
    for (int replica = 0; replica < replicas; replica++) {
      scene.assigned(replica, "h1");
    }
    scene.spec(
        "{\"image\":\"web:v2\",\"deploy\":{\"replicas\":"
            + replicas
            + ",\"update\":{"
            + update
            + "}}}");
    scene.prepared();
  }

  private Map<Long, Integer> weights() {
    return scene.rollout().shift().weights();
  }

  private List<Long> revisions() {
    return scene.assignments().stream().map(Assignment::revision).toList();
  }
}
