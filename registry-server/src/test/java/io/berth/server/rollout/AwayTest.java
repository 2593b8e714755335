package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Assignment;
import io.berth.api.RolloutState;
import io.berth.server.rollout.Decision.GoBack;
import io.berth.server.rollout.Decision.Wait;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rollout does while a host is away. */
class AwayTest {
  private static final Duration MONITOR = Duration.ofSeconds(60);
  private static final Duration HEALTHY_DEADLINE = Duration.ofMinutes(2);
  private final Scene scene = new Scene();

  @BeforeEach
  void twoHosts() {
    scene.hosts("h1", "h2").spec("{\"image\":\"web:v1\",\"deploy\":{\"replicas\":2}}");
    scene.stableBefore().assigned(0, "h1").assigned(1, "h2");
  }

  @Test
  void aRollbackGoesOnWithoutAHostThatIsAwayAndSaysSo() {
    scene.badBefore("web@sha256:bad").rollback().away("h2");
    scene.advance();
    scene.imageReady("h1", "");

    scene.advance();

    assertThat(scene.rollout().state()).isEqualTo(RolloutState.UPDATING);
    assertThat(scene.step(StepName.PULL).detail())
        .isEqualTo("0 of 2 replicas run revision 3; not ready, and to follow once ready: h2");
    scene.counts(0);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
    assertThat(scene.assignments()).extracting(Assignment::revision).containsExactly(3L, 3L);
    scene.passes(MONITOR);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(scene.assignments()).allMatch(Assignment::settled);
  }

  @Test
  void aHostThatGoesAwayInARollbackHasAllItsTimeOnceItIsBack() {
    scene.badBefore("web@sha256:bad").rollback().prepared();
    scene.away("h2").advance();
    scene.passes(HEALTHY_DEADLINE.plusSeconds(1)).back("h2").counts(0);

    scene.advance();

    assertThat(scene.rollout().state()).isEqualTo(RolloutState.UPDATING);
    scene.counts(1);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
  }

  @Test
  void whereNoHostIsBackWithinTheProgressDeadlineTheRollbackHasFailed() {
    scene.badBefore("web@sha256:bad").rollback().prepared();
    scene.away("h1").away("h2").advance();
    scene.passes(Duration.ofMinutes(10));
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.passes(Duration.ofSeconds(1));

    assertThat(scene.advance().state()).isEqualTo(RolloutState.PAUSED);
    assertThat(scene.rollout().reason()).endsWith("and no further one within 10m");
  }

  @Test
  void aRollbackDoesNotHoldWhileAllHostsAreAway() {
    scene.badBefore("web@sha256:bad").rollback().prepared().counts(0).counts(1);
    scene.advance();

    scene.away("h1").away("h2").passes(MONITOR);

    assertThat(scene.next()).isInstanceOf(Wait.class);
  }

  @Test
  void aRevisionIsNotStableWhileAHostIsAwayWhateverThatReportedLast() {
    monitored();
    scene.away("h2").passes(MONITOR);
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.passes(HEALTHY_DEADLINE.plusSeconds(1));

    assertThat(scene.next()).isInstanceOf(GoBack.class);
  }

  @Test
  void oneThatWasAwayForAMomentIsNotHeldAgainstARevision() {
    monitored();
    scene.away("h2").passes(MONITOR);
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.back("h2");

    assertThat(scene.advance().state()).isEqualTo(RolloutState.SUCCEEDED);
  }

  @Test
  void aReplicaWhoseHostGoesAwayBeforeItCountsIsMissedAtItsDeadline() {
    scene.prepared().counts(0).away("h1");
    assertThat(scene.next()).isInstanceOf(Wait.class);

    scene.passes(HEALTHY_DEADLINE.plusSeconds(1));

    assertThat(scene.next()).isInstanceOf(GoBack.class);
  }

  private void monitored() {
    scene.prepared().counts(0).advance();
    scene.counts(1);
    assertThat(scene.advance().state()).isEqualTo(RolloutState.MONITORING);
  }
}
