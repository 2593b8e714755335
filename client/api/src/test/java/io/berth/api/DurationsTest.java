package io.berth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms,500",
    "10s,10000",
    "1m30s,90000",
    "2h,7200000",
    "1d,86400000",
    "0s,0",
    "60s,60000"
  })
  void aDurationIsReadToTheMillisecond(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "-1s", "1.5s", "s", "10 s", "1s1m", "366d", "9999999999s"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"500ms", "10s", "1m30s", "2h", "1d", "0s"})
  void whatIsWrittenReadsBack(String text) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
  }
}
