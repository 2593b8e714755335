package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.api.Assignment;
import io.berth.api.Rollout.Slot;
import io.berth.api.Rollout.Stable;
import io.berth.api.RolloutState;
import io.berth.api.StepState;
import io.berth.server.rollout.Decision.Advance;
import io.berth.server.rollout.Decision.GoBack;
import io.berth.server.rollout.Decision.Wait;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final Scene scene = new Scene();

  @Test
  void aConfigDocumentHasSucceededAsSoonAsItIsPut() {
    scene.spec("{\"settings\":{\"a\":1}}");

    assertThat(scene.rollout().state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(scene.rollout().stable()).containsExactly(new Stable(1, ""));
    assertThat(Planner.drives(scene.rollout())).isFalse();
  }

  @Test
  void aConfigDocumentThatFollowsAnImageIsRolledOut() {
    scene.stableBefore().assigned(0, "h1").spec("{\"settings\":{\"a\":1}}");

    assertThat(scene.rollout().state()).isEqualTo(RolloutState.PREPARING);
    assertThat(scene.next()).isInstanceOf(Advance.class);
    assertThat(((Advance) scene.next()).withdraw()).hasSize(1);
  }

  @Test
  void withoutAHostItWaitsAndSaysSo() {
    scene.hosts();

    assertThat(scene.advance().reason()).isEqualTo("waits: no host has reported yet");
    assertThat(scene.rollout().state()).isEqualTo(RolloutState.PREPARING);
  }

  @Test
  void whereNoKnownHostCanEverTakeItItFailsAtOnceAndNamesTheConstraints() {
    scene.spec(
        "{\"image\":\"web:v1\",\"deploy\":{\"placement\":{\"constraints\":[\"host.name == h9\"]}}}");

    assertThat(scene.advance().state()).isEqualTo(RolloutState.FAILED);
    assertThat(scene.rollout().reason()).contains("host.name == h9");
  }

  @Test
  void aHostThatIsOnlyNotReadyIsWaitedForUntilTheProgressDeadline() {
    scene.away("h1");
    assertThat(scene.advance().reason()).isEqualTo("waits: no matching host is ready");

    scene.passes(Duration.ofMinutes(10).plus(SECOND));

    assertThat(scene.advance().state()).isEqualTo(RolloutState.FAILED);
  }

  @Test
  void theImageIsMadeReadyBeforeAnyContainerIsTouched() {
    assertThat(scene.advance().slots()).containsExactly(new Slot(0, "h1", null, null, 0));
    assertThat(scene.step("image").state()).isEqualTo(StepState.RUNNING);
    assertThat(scene.next()).isInstanceOf(Wait.class);
  }

  @Test
  void anImageThatCannotBePulledFailsTheRolloutAtOnce() {
    scene.advance();
    scene.imageFailed("h1", "pull web:v1: manifest unknown");

    assertThat(scene.advance().state()).isEqualTo(RolloutState.FAILED);
    assertThat(scene.rollout().reason()).contains("h1").contains("pull web:v1: manifest unknown");
    assertThat(scene.assignments()).isEmpty();
  }

  @Test
  void aHostThatIsWaitedForInVainIsNamed() {
    scene.hosts("h1", "h2").assigned(0, "h1").assigned(1, "h2").away("h2");
    scene.spec("{\"image\":\"web:v1\",\"deploy\":{\"replicas\":2}}");

    scene.advance();

    assertThat(scene.step("image").detail())
        .isEqualTo("web:v1 is made ready on h1, h2 (which is not ready)");
  }

  @Test
  void theFirstDigestIsPinnedForAllHosts() {
    scene.hosts("h1", "h2").spec("{\"image\":\"web:v1\",\"deploy\":{\"replicas\":2}}");
    scene.advance();
    scene.imageReady("h1", "web@sha256:aa");
    assertThat(scene.advance().image()).isEqualTo("web@sha256:aa");
    scene.imageReady("h2", "web@sha256:bb");
    assertThat(scene.next()).as("the tag moved: h2 has another digest").isInstanceOf(Wait.class);

    scene.imageReady("h2", "web@sha256:aa");

    assertThat(scene.advance().state()).isEqualTo(RolloutState.UPDATING);
  }

  @Test
  void onlyAsManyReplicasAsParallelismAreUnderWay() {
    scene
        .hosts("h1", "h2", "h3")
        .spec("{\"image\":\"web:v1\",\"deploy\":{\"replicas\":3,\"update\":{\"parallelism\":2}}}");
    scene.prepared();
    assertThat(scene.assignments()).extracting(Assignment::replica).containsExactly(0, 1);

    scene.counts(0);
    scene.advance();

    assertThat(scene.assignments()).extracting(Assignment::replica).containsExactly(0, 1, 2);
    assertThat(scene.assignments()).noneMatch(Assignment::settled);
  }

  @Test
  void whenAllCountItIsMonitoredAndThenStable() {
    scene.prepared().counts(0);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
    scene.passes(Duration.ofSeconds(59));
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.passes(SECOND);

    assertThat(scene.advance().state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(scene.rollout().stable()).containsExactly(new Stable(1, "web@sha256:1"));
    assertThat(scene.assignments()).allMatch(Assignment::settled);
    assertThat(scene.rollout().steps()).allMatch(step -> step.state() == StepState.DONE);
  }

  @Test
  void aFirstRevisionMayCrashAndComeUpUntilItsDeadline() {
    scene.prepared().crashes(0, 1);
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.passes(Duration.ofMinutes(2).plus(SECOND));

    assertThat(scene.advance().state()).isEqualTo(RolloutState.FAILED);
    assertThat(scene.rollout().reason())
        .contains("was not healthy within 2m")
        .contains("no stable revision");
  }

  @Test
  void aCrashOfANewRevisionPutsTheStableOneBack() {
    scene.stableBefore().prepared().crashes(0, 3);

    assertThat(scene.next())
        .isInstanceOfSatisfying(
            GoBack.class,
            back -> {
              assertThat(back.to()).isEqualTo(new Stable(1, "web@sha256:0"));
              assertThat(back.rollout().state()).isEqualTo(RolloutState.FAILED);
              assertThat(back.rollout().reason()).contains("web-0").contains("exited with code 3");
            });
  }

  @Test
  void oneThatNeverBecomesHealthyGoesBackAtItsDeadlineAndSaysWhatTheProbeSaw() {
    scene.stableBefore().prepared().failsItsProbes(0, 503, "Service Unavailable");
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.passes(Duration.ofMinutes(2).plus(SECOND));

    assertThat(scene.next())
        .isInstanceOfSatisfying(
            GoBack.class,
            back ->
                assertThat(back.rollout().reason())
                    .contains("was not healthy within 2m")
                    .contains("503 Service Unavailable"));
  }

  @Test
  void oneThatTurnsUnhealthyWhileMonitoredGoesBack() {
    scene.stableBefore().prepared().counts(0);
    scene.advance();
    scene.passes(Duration.ofSeconds(20)).failsItsProbes(0, 500, "broken");

    assertThat(scene.next())
        .isInstanceOfSatisfying(
            GoBack.class,
            back ->
                assertThat(back.rollout().reason())
                    .contains("became unhealthy")
                    .contains("500 broken"));
  }

  @Test
  void oneThatIsReplacedByHandWhileMonitoredIsWaitedFor() {
    scene.stableBefore().prepared().counts(0);
    scene.advance();
    scene.vanishes(0).passes(Duration.ofMinutes(1));
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.counts(0);

    assertThat(scene.advance().state()).isEqualTo(RolloutState.SUCCEEDED);
  }

  @Test
  void anImageThatIsNotReadyInTimeFailsTheRollout() {
    scene.stableBefore().advance();
    scene.passes(Duration.ofMinutes(10));
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.passes(SECOND);

    assertThat(scene.next())
        .isInstanceOfSatisfying(
            GoBack.class,
            back ->
                assertThat(back.rollout().reason())
                    .isEqualTo("web:v1 is made ready on h1, but was not within 10m"));
  }

  @Test
  void aHostPortInUseFailsTheRolloutAndNamesThePort() {
    scene.stableBefore().prepared().cannotStart(0, "host port 80 is in use by another process");

    assertThat(scene.next())
        .isInstanceOfSatisfying(
            GoBack.class,
            back -> assertThat(back.rollout().reason()).contains("host port 80 is in use"));
  }

  @Test
  void aRollbackHasUntilItsDeadlineAndThenPausesAndIsNotRolledBack() {
    scene.stableBefore().rollback().prepared().crashes(0, 3);
    assertThat(scene.next()).isInstanceOf(Wait.class);
    scene.cannotStart(0, "no space left on device");
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.passes(Duration.ofMinutes(2).plus(SECOND));

    assertThat(scene.advance().state()).isEqualTo(RolloutState.PAUSED);
    assertThat(scene.rollout().reason())
        .startsWith("the rollback failed: ")
        .endsWith(": no space left on device");
    assertThat(scene.next()).isInstanceOf(Wait.class);
  }

  @Test
  void onFailurePauseLeavesThingsAsTheyAre() {
    scene.spec("{\"image\":\"web:v1\",\"deploy\":{\"update\":{\"on_failure\":\"pause\"}}}");
    scene.stableBefore().prepared().crashes(0, 3);

    assertThat(scene.advance().state()).isEqualTo(RolloutState.PAUSED);
    assertThat(scene.assignments()).hasSize(1);
  }

  @Test
  void replicasNoLongerWantedAreWithdrawnOnceTheOthersCount() {
    scene.hosts("h1", "h2");
    scene.assigned(0, "h1").assigned(1, "h2");
    scene.prepared().counts(0);

    assertThat(scene.next())
        .isInstanceOfSatisfying(
            Advance.class,
            advance ->
                assertThat(advance.withdraw()).extracting(Assignment::replica).containsExactly(1));
  }

  @Test
  void aReplicaThatMovesRunsOnWhereItWasUntilTheNewOneCounts() {
    scene.hosts("h1", "h2").assigned(0, "h1");
    scene.spec(on("h2", "")).prepared();
    assertThat(scene.assignments())
        .extracting(Assignment::replica, Assignment::host)
        .containsExactly(tuple(0, "h1"), tuple(1, "h2"));

    scene.counts(1);

    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
    assertThat(scene.assignments()).extracting(Assignment::host).containsExactly("h2");
  }

  @Test
  void oneWithAnExclusiveVolumeNeverRunsTwice() {
    scene.hosts("h1", "h2").assigned(0, "h1");
    scene.spec(on("h2", "\"volumes\":[{\"source\":\"d\",\"target\":\"/d\",\"exclusive\":true}],"));

    scene.prepared();

    assertThat(scene.assignments()).extracting(Assignment::host).containsExactly("h2");
  }

  private static String on(String host, String more) {
    return "{\"image\":\"web:v1\","
        + more
        + "\"deploy\":{\"placement\":{\"constraints\":[\"host.name == "
        + host
        + "\"]}}}";
  }

  @Test
  void afterARollbackTheBadImageIsFollowedUntilItIsGone() {
    scene.stableBefore().badBefore("web@sha256:bad").rollback().prepared().counts(0);
    scene.advance();
    scene.passes(Duration.ofMinutes(1));
    assertThat(scene.advance().state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(scene.step("prune").detail()).isEqualTo("web@sha256:bad is to be removed");
    assertThat(Planner.drives(scene.rollout())).isTrue();

    scene.pruned("h1", "web@sha256:bad");

    scene.advance();
    assertThat(scene.step("prune").state()).isEqualTo(StepState.DONE);
    assertThat(scene.step("prune").detail()).contains("was removed");
    assertThat(Planner.drives(scene.rollout())).isFalse();
  }

  @Test
  void aContainerThatIsGoneBackToMayHaveCrashedOnceInItsEarlierLife() {
    scene.stableBefore().rollback().prepared().restarted(2).counts(0);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);

    scene.restarted(3).counts(0);

    assertThat(scene.advance().state()).as("but not once more").isEqualTo(RolloutState.PAUSED);
  }

  @Test
  void aStepKeepsTheTimeAtWhichItEnded() {
    scene.prepared();
    Instant ready = scene.step("image").endedAt();
    scene.passes(SECOND).counts(0);
    scene.advance();
    scene.passes(Duration.ofMinutes(1));

    assertThat(scene.advance().state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(scene.step("image").endedAt()).isEqualTo(ready);
  }

  @Test
  void theSameSituationAlwaysHasTheSameNextSteps() {
    scene.prepared().counts(0);

    assertThat(scene.next()).isEqualTo(scene.next());
  }
}
