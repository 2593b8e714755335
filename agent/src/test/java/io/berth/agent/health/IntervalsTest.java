package io.berth.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Health;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {
  @ParameterizedTest
  @CsvSource({
    "STARTING,1,1000,50",
    "STARTING,2,1000,70",
    "STARTING,5,1000,192",
    "STARTING,20,1000,1000",
    "STARTING,1,20,20",
    "PASSING,1,1000,1000",
    "FAILING,9,5000,5000",
  })
  void aStartingContainerIsAskedOftenAtFirst(
      Health health, int probed, long interval, long expected) {
    assertThat(Intervals.next(health, probed, Duration.ofMillis(interval)))
        .isEqualTo(Duration.ofMillis(expected));
  }
}
