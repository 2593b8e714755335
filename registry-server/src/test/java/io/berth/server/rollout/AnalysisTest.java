package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Analysis.Sample;
import io.berth.api.Analysis.Verdict;
import io.berth.api.Rollout;
import io.berth.api.RolloutAction;
import io.berth.api.RolloutState;
import io.berth.server.rollout.Decision.Advance;
import io.berth.server.rollout.Decision.GoBack;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows from how the new revision compares with the old one. */
class AnalysisTest {
  private final Scene scene = new Scene();

  @BeforeEach
  void aStableRevision() {
    scene.stableBefore().assigned(0, "h1").assigned(1, "h1");
  }

  @Test
  void oneThatIsSlowerIsTakenBackWhileItIsMonitoredAndTheReasonHasTheFigures() {
    scene.spec("{\"image\":\"web:v2\",\"ports\":[80]}").prepared();
    scene.counts(0);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
    intervals(4, 10, 20);

    GoBack back = (GoBack) interval(10, 20);

    assertThat(back.to().revision()).isEqualTo(1);
    assertThat(back.rollout().analysis().verdict()).isEqualTo(Verdict.WORSE);
    assertThat(back.rollout().reason())
        .isEqualTo(
            "revision 2 is worse: p50 of 20.0 ms, the revision before it has p50 of 10.0 ms, and at"
                + " most p50 of 12.0 ms is allowed");
  }

  @Test
  void oneThatIsNoWorseHolds() {
    scene.spec("{\"image\":\"web:v2\",\"ports\":[80]}").prepared();
    scene.counts(0);
    scene.advance();
    intervals(29, 10, 10);

    Advance last = (Advance) interval(10, 10);

    assertThat(last.rollout().state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(last.rollout().analysis().verdict()).isEqualTo(Verdict.FINE);
  }

  @Test
  void r19ACanaryThatIsSlowerIsTakenBackInItsHold() {
    canary("");
    intervals(4, 10, 20);

    assertThat(interval(10, 20)).isInstanceOf(GoBack.class);
  }

  @Test
  void r20ACanaryWithoutRequestsWaitsForAPersonAtTheEndOfItsHold() {
    canary("");
    scene.passes(Duration.ofSeconds(60));

    Rollout paused = scene.advance();

    assertThat(paused.state()).isEqualTo(RolloutState.PAUSED);
    assertThat(paused.reason())
        .isEqualTo(
            "too few requests came to compare revision 2 with the one before it, in 1m; promote it,"
                + " or abort it");
    assertThat(scene.asked(RolloutAction.PROMOTE).shift().stage()).isEqualTo(1);
  }

  @Test
  void r20OrGoesOn() {
    canary(",\"analysis\":{\"on_inconclusive\":\"promote\"}");
    scene.passes(Duration.ofSeconds(60));
    assertThat(scene.advance().shift().stage()).isEqualTo(1);
  }

  @Test
  void r20OrBack() {
    canary(",\"analysis\":{\"on_inconclusive\":\"rollback\"}");
    scene.passes(Duration.ofSeconds(60));
    assertThat(scene.next()).isInstanceOf(GoBack.class);
  }

  @Test
  void aPausedRolloutIsNotJudged() {
    scene.spec("{\"image\":\"web:v2\",\"ports\":[80]}").prepared();
    scene.asked(RolloutAction.PAUSE);
    scene.measured(sample(10), sample(1_000));

    assertThat(scene.next()).isInstanceOf(Decision.Wait.class);
  }

  @Test
  void resumedInSpiteOfTheAnalysisItIsComparedAnew() {
    canary(",\"on_failure\":\"pause\"");
    intervals(5, 10, 20);
    assertThat(scene.rollout().state()).isEqualTo(RolloutState.PAUSED);

    scene.asked(RolloutAction.RESUME);

    intervals(4, 10, 20);
    assertThat(scene.rollout().state()).isEqualTo(RolloutState.UPDATING);
    intervals(1, 10, 20);
    assertThat(scene.rollout().state()).as("it is worse still").isEqualTo(RolloutState.PAUSED);
  }

  @Test
  void promotedInSpiteOfTheAnalysisItGoesOn() {
    canary(",\"on_failure\":\"pause\"");
    intervals(5, 10, 20);

    scene.asked(RolloutAction.PROMOTE);

    assertThat(scene.rollout().state()).isEqualTo(RolloutState.UPDATING);
    intervals(1, 10, 20);
    assertThat(scene.rollout().shift().stage()).isEqualTo(1);
  }

  private void canary(String more) {
    scene.spec(
        "{\"image\":\"web:v2\",\"ports\":[80],\"deploy\":{\"replicas\":2,\"update\":{\"strategy\":\"canary\""
            + more
            + "}}}");
    scene.prepared();
    scene.counts(2);
    scene.advance();
  }

  private void intervals(int count, double from, double to) {
    for (int i = 0; i < count; i++) {
      scene.carryOut(interval(from, to));
    }
  }

  private Decision interval(double from, double to) {
    scene.passes(Sampler.INTERVAL);
    return scene.measured(sample(from), sample(to)).next();
  }

  private Sample sample(double millis) {
    return new Sample(scene.now(), 100, 0.0, millis, millis, millis, null, null);
  }
}
