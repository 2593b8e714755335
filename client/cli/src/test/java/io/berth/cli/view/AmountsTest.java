package io.berth.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT-5S,0s",
    "PT59S,59s",
    "PT60S,1m",
    "PT59M59S,59m",
    "PT1H,1h",
    "PT47H,47h",
    "PT48H,2d",
    "P729D,729d",
    "P730D,2y"
  })
  void anAgeIsItsLargestUnit(Duration ago, String text) {
    assertThat(Amounts.age(NOW.minus(ago), NOW)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.04S,0.0s",
    "PT1.25S,1.3s",
    "PT9.9S,9.9s",
    "PT12.8S,12s",
    "PT65S,1m05s",
    "PT3661S,1h01m"
  })
  void whatItTookIsExactWhereItWasShort(Duration took, String text) {
    assertThat(Amounts.took(NOW, NOW.plus(took))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,-",
    "999,999 B",
    "1000,1.0 kB",
    "12900000,12.3 MB",
    "536870912,512.0 MB",
    "1048575999,1.0 GB",
    "17179869184,16.0 GB"
  })
  void bytesHaveFourFiguresAtMost(long bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "120,0.12", "2000,2", "1500,1.50"})
  void coresAreWholeWhereTheyAre(long thousandths, String text) {
    assertThat(Amounts.cores(thousandths)).isEqualTo(text);
  }
}
