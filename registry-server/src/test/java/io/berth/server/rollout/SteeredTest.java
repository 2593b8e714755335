package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Rollout;
import io.berth.api.RolloutAction;
import io.berth.api.RolloutState;
import io.berth.server.rollout.Decision.GoBack;
import io.berth.server.rollout.Decision.Wait;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rollout does when it is asked to pause, to resume, to promote, to abort. */
class SteeredTest {
  private static final Duration LONG = Duration.ofHours(1);
  private final Scene scene = new Scene();

  @BeforeEach
  void aStableRevision() {
    scene.stableBefore().assigned(0, "h1").assigned(1, "h1");
  }

  @Test
  void r21PausedPastEveryDeadlineItWaitsAndResumedItHasAllItsTimeAgain() {
    scene.spec("{\"image\":\"web:v2\",\"deploy\":{\"replicas\":2}}").prepared();
    Rollout paused = scene.asked(RolloutAction.PAUSE);
    assertThat(paused.state()).isEqualTo(RolloutState.PAUSED);
    assertThat(paused.reason()).isEqualTo("paused by anna");
    assertThat(paused.asked()).isNull();

    scene.passes(LONG);
    assertThat(scene.next()).isInstanceOf(Wait.class);
    Rollout resumed = scene.asked(RolloutAction.RESUME);

    assertThat(resumed.state()).isEqualTo(RolloutState.UPDATING);
    assertThat(scene.next()).as("its deadlines began anew").isInstanceOf(Wait.class);
    scene.counts(0);
    scene.advance();
    scene.counts(1);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
  }

  @Test
  void pausedBeforeItsImageIsReadyItGoesOnThere() {
    scene.spec("{\"image\":\"web:v2\",\"deploy\":{\"replicas\":2}}").advance();
    scene.asked(RolloutAction.PAUSE);
    scene.passes(LONG);
    scene.imageReady("h1", "web@sha256:1");
    assertThat(scene.next()).isInstanceOf(Wait.class);

    assertThat(scene.asked(RolloutAction.RESUME).state()).isEqualTo(RolloutState.PREPARING);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.UPDATING);
  }

  @Test
  void pausedWhileItIsMonitoredItIsMonitoredAnew() {
    scene.spec("{\"image\":\"web:v2\"}").prepared();
    scene.counts(0);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
    scene.asked(RolloutAction.PAUSE);
    scene.passes(LONG);

    scene.asked(RolloutAction.RESUME);

    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
    scene.passes(Duration.ofSeconds(59));
    assertThat(scene.next()).isInstanceOf(Wait.class);
    scene.passes(Duration.ofSeconds(1));
    assertThat(scene.advance().state()).isEqualTo(RolloutState.SUCCEEDED);
  }

  @Test
  void promotedItWaitsNoLonger() {
    canary("\"auto_promote\":false,\"steps\":[{\"weight\":50,\"hold\":\"10m\"}]");
    scene.counts(2);
    scene.advance();

    scene.asked(RolloutAction.PROMOTE);

    assertThat(scene.assignments()).filteredOn(one -> one.revision() == 2).hasSize(2);
  }

  @Test
  void withoutAutoPromoteAHoldEndsWithAPromotionAlone() {
    canary("\"auto_promote\":false,\"steps\":[{\"weight\":50,\"hold\":\"1m\"}]");
    scene.counts(2);
    scene.advance();

    scene.passes(LONG);

    assertThat(scene.next()).isInstanceOf(Wait.class);
  }

  @Test
  void promotedWhilePausedInAHoldItGoesOnWithTheNextStage() {
    canary("\"steps\":[{\"weight\":50,\"hold\":\"10m\"}]");
    scene.counts(2);
    scene.advance();
    scene.asked(RolloutAction.PAUSE);

    Rollout promoted = scene.asked(RolloutAction.PROMOTE);

    assertThat(promoted.state()).isEqualTo(RolloutState.UPDATING);
    assertThat(promoted.shift().stage()).isEqualTo(1);
  }

  @Test
  void abortedItGoesBackFromEveryPhase() {
    scene.spec("{\"image\":\"web:v2\"}").advance();
    assertAborted();
    scene.imageReady("h1", "web@sha256:1").advance();
    assertAborted();
    scene.counts(0);
    scene.advance();
    assertAborted();
    scene.asked(RolloutAction.PAUSE);
    assertAborted();
  }

  private void assertAborted() {
    Decision decision = scene.asking(RolloutAction.ABORT);

    assertThat(decision).isInstanceOf(GoBack.class);
    GoBack back = (GoBack) decision;
    assertThat(back.to().revision()).isEqualTo(1);
    assertThat(back.rollout().state()).isEqualTo(RolloutState.FAILED);
    assertThat(back.rollout().reason()).isEqualTo("aborted by anna");
  }

  @Test
  void anAbortedRollbackStaysAsItIs() {
    scene.badBefore("web@sha256:1").rollback().prepared();

    assertThat(scene.asked(RolloutAction.ABORT).state()).isEqualTo(RolloutState.FAILED);
  }

  @Test
  void whatCannotBeDoneAnyMoreIsForgotten() {
    scene.spec("{\"image\":\"web:v2\"}").prepared();
    Rollout before = scene.rollout();

    Rollout after = scene.asked(RolloutAction.PROMOTE);

    assertThat(after.asked()).isNull();
    assertThat(after.state()).isEqualTo(before.state());
    assertThat(after.shift()).isEqualTo(before.shift());
  }

  private void canary(String canary) {
    scene.spec(
        "{\"image\":\"web:v2\",\"deploy\":{\"replicas\":2,\"update\":{\"strategy\":\"canary\",\"canary\":{"
            + canary
            + "}}}}");
    scene.prepared();
  }
}
