package io.berth.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VigilTest {
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final TestClock clock = new TestClock();
  private Optional<Instant> since = Optional.of(clock.instant());
  private final Vigil vigil = new Vigil(clock, () -> since);

  @Test
  void aLeaseEndsWhenItsHolderWasNotHeardOfForItsTime() {
    vigil.heard("h1");
    clock.pass(LEASE);
    assertThat(vigil.isOver("h1", LEASE)).isFalse();

    clock.pass(Duration.ofMillis(1));
    assertThat(vigil.isOver("h1", LEASE)).isTrue();

    vigil.heard("h1");
    assertThat(vigil.isOver("h1", LEASE)).isFalse();
  }

  @Test
  void whoIsAskedAboutForTheFirstTimeHasTheWholeTimeFromThen() {
    clock.pass(Duration.ofHours(1));
    assertThat(vigil.isOver("h1", LEASE)).isFalse();

    clock.pass(LEASE.plusMillis(1));
    assertThat(vigil.isOver("h1", LEASE)).isTrue();
  }

  @Test
  void nothingEndsWhileSomeMayBeMissed() {
    vigil.heard("h1");
    since = Optional.empty();
    clock.pass(Duration.ofHours(1));

    assertThat(vigil.isOver("h1", LEASE)).isFalse();
  }

  @Test
  void afterAChangeAllHaveTheirWholeTimeToBeHeardOf() {
    vigil.heard("h1");
    clock.pass(Duration.ofHours(1));
    since = Optional.of(clock.instant());

    clock.pass(LEASE);
    assertThat(vigil.isOver("h1", LEASE)).isFalse();
    clock.pass(Duration.ofMillis(1));
    assertThat(vigil.isOver("h1", LEASE)).isTrue();
  }

  @Test
  void whatHasEndedStaysSoOverAChangeUntilItIsHeardOfAgain() {
    vigil.heard("h1");
    clock.pass(LEASE.plusMillis(1));
    assertThat(vigil.isOver("h1", LEASE)).isTrue();

    since = Optional.of(clock.instant());
    assertThat(vigil.isOver("h1", LEASE)).isTrue();
    since = Optional.empty();
    assertThat(vigil.isOver("h1", LEASE)).isTrue();

    vigil.heard("h1");
    assertThat(vigil.isOver("h1", LEASE)).isFalse();
  }
}
