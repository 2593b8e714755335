package io.berth.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitterTest {
  private static final RandomGenerator LOW = () -> 0L;
  private static final RandomGenerator HIGH = () -> -1L;

  @ParameterizedTest
  @CsvSource({
    "1,100,200",
    "2,200,400",
    "3,400,800",
    "5,1600,3200",
    "6,2500,5000",
    "1000,2500,5000"
  })
  void theBackOffDoublesUpToItsCapAndIsSpreadOverItsUpperHalf(int rounds, long low, long high) {
    assertThat(Jitter.backoff(rounds, Pace.usual(), LOW)).isEqualTo(Duration.ofMillis(low));
    assertThat(Jitter.backoff(rounds, Pace.usual(), HIGH))
        .isBetween(Duration.ofMillis(high - 1), Duration.ofMillis(high));
  }

  @Test
  void aPeriodIsShortenedByATenthAtMost() {
    Duration period = Duration.ofSeconds(10);
    assertThat(Jitter.shortened(period, LOW)).isEqualTo(Duration.ofSeconds(9));
    assertThat(Jitter.shortened(period, HIGH)).isBetween(Duration.ofMillis(9_999), period);
  }

  @Test
  void thereIsNoPauseUntilEveryServerWasAsked() {
    Attempts attempts = new Attempts(3, Pace.usual(), LOW);
    assertThat(attempts.failed()).isZero();
    assertThat(attempts.failed()).isZero();
    assertThat(attempts.inVain()).isFalse();
    assertThat(attempts.failed()).isEqualTo(Duration.ofMillis(100));
    assertThat(attempts.justInVain()).isTrue();
    assertThat(attempts.failed()).isZero();
    assertThat(attempts.justInVain()).isFalse();
    assertThat(attempts.inVain()).isTrue();
    attempts.succeeded();
    assertThat(attempts.inVain()).isFalse();
  }
}
