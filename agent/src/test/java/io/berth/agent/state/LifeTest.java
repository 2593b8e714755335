package io.berth.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.container.Container.Run;
import io.berth.agent.reconcile.Ending;
import io.berth.agent.reconcile.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifeTest {
  private static final Instant FIRST = Instant.ofEpochSecond(100);
  private static final Instant SECOND = Instant.ofEpochSecond(200);

  private static Run created() {
    return run(Phase.CREATED, null, null, 0);
  }

  private static Run running(Instant startedAt) {
    return run(Phase.RUNNING, startedAt, null, 0);
  }

  private static Run ended(Instant startedAt, int exitCode) {
    return run(Phase.ENDED, startedAt, startedAt.plusSeconds(10), exitCode);
  }

  private static Run run(Phase phase, Instant startedAt, Instant endedAt, int exitCode) {
    return new Run(phase, startedAt, endedAt, exitCode, false, "", "", List.of(), Optional.empty());
  }

  private static Life begun() {
    return Life.born().seen(created(), false).seen(running(FIRST), false);
  }

  @Test
  void theFirstStartIsNoRestart() {
    assertThat(begun().restarts()).isZero();
    assertThat(begun().seen(running(FIRST), false)).isEqualTo(begun());
  }

  @Test
  void anEndThatNobodyAskedForIsOne() {
    Life life = begun().seen(ended(FIRST, 3), false);
    assertThat(life.ending()).isEqualTo(Ending.UNASKED);
    assertThat(life.ends()).isEqualTo(1);
    assertThat(life.exitCode()).isEqualTo(3);
    assertThat(life.seen(ended(FIRST, 3), false)).isEqualTo(life);
  }

  @Test
  void anEndOfARunThatWasAskedToEndIsNoFailure() {
    assertThat(begun().withStopAsked().seen(ended(FIRST, 143), false).ending())
        .isEqualTo(Ending.ASKED);
  }

  @Test
  void askingOneRunToEndExcusesNoLaterOne() {
    Life life =
        begun()
            .withStopAsked()
            .seen(ended(FIRST, 143), false)
            .seen(running(SECOND), false)
            .seen(ended(SECOND, 1), false);
    assertThat(life.ending()).isEqualTo(Ending.UNASKED);
    assertThat(life.ends()).isEqualTo(2);
  }

  @Test
  void anEndWhileTheEngineWasAwayIsTheEngines() {
    assertThat(begun().seen(ended(FIRST, 137), true).ending()).isEqualTo(Ending.ASKED);
  }

  @Test
  void aRunThatCameAndWentBetweenTwoLooksIsSeenWhole() {
    Life life = begun().seen(ended(FIRST, 1), false).seen(ended(SECOND, 2), false);
    assertThat(life.ends()).isEqualTo(2);
    assertThat(life.restarts()).isEqualTo(1);
    assertThat(life.exitCode()).isEqualTo(2);
  }

  @Test
  void theExitCodeOfTheLastEndOutlivesTheNextStart() {
    Life life = begun().seen(ended(FIRST, 7), false).seen(running(SECOND), false);
    assertThat(life.exitCode()).isEqualTo(7);
    assertThat(life.restarts()).isEqualTo(1);
  }

  @Test
  void aStartAfterAnEndThatWasAskedForIsNoRestart() {
    Life life = begun().withStopAsked().seen(ended(FIRST, 143), false);
    assertThat(life.seen(running(SECOND), false).restarts()).isZero();
  }

  @Test
  void everyRunHasToComeToCountAnew() {
    Life life = begun().withCounted(true);
    assertThat(life.seen(running(FIRST), false).counted()).isTrue();
    assertThat(life.seen(running(SECOND), false).counted()).isFalse();
    assertThat(life.seen(ended(FIRST, 1), false).counted()).isFalse();
  }

  @Test
  void aRecordIsOfOneEnd() {
    Life life = begun().seen(ended(FIRST, 1), false);
    assertThat(life.recorded()).isFalse();
    assertThat(life.withRecord().recorded()).isTrue();
    assertThat(life.withRecord().seen(ended(SECOND, 1), false).recorded()).isFalse();
    assertThat(begun().recorded()).isFalse();
  }

  @Test
  void whyAContainerThatIsFoundEndedDidSoIsNotKnown() {
    assertThat(Life.found(ended(FIRST, 0)).ending()).isEqualTo(Ending.UNKNOWN);
    assertThat(Life.found(running(FIRST)).seen(ended(FIRST, 1), false).ending())
        .isEqualTo(Ending.UNASKED);
  }
}
