package io.berth.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Instant NOW = Instant.ofEpochSecond(1000);

  @Test
  void doublesUpToHalfAMinute() {
    Backoff backoff = Backoff.NONE;
    for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
      backoff = backoff.failed(NOW);
      assertThat(Duration.between(NOW, backoff.until())).hasSeconds(seconds);
    }
  }

  @Test
  void isOverWhenItsTimeHasCome() {
    Backoff backoff = Backoff.NONE.failed(NOW);
    assertThat(Backoff.NONE.over(NOW)).isTrue();
    assertThat(backoff.over(NOW)).isFalse();
    assertThat(backoff.over(NOW.plusSeconds(1))).isTrue();
  }
}
