package io.berth.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.container.Container.OwnCheck;
import io.berth.api.Health;
import io.berth.api.Probe;
import io.berth.api.spec.Healthcheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckupTest {
  private static final Instant START = Instant.ofEpochSecond(1000);
  private static final Healthcheck RULES =
      new Healthcheck(
          Optional.of(new Healthcheck.HttpProbe("/up", 80)),
          Optional.empty(),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          3,
          Duration.ofSeconds(10));

  /** After probes of one a second: {@code +} passes, {@code -} does not. */
  private static Checkup after(String probes) {
    Checkup checkup = Checkup.starting(START);
    for (int i = 0; i < probes.length(); i++) {
      checkup = checkup.with(probe(i + 1, probes.charAt(i) == '+'), RULES);
    }
    return checkup;
  }

  private static Probe probe(int second, boolean passed) {
    return new Probe(START.plusSeconds(second), "http://c/up", 0, passed ? "" : "refused");
  }

  @ParameterizedTest
  @CsvSource({
    "'',STARTING",
    "+,PASSING",
    "-,STARTING",
    "---------,STARTING",
    "---------+,PASSING",
    // From the tenth second on, failures count.
    "----------,STARTING",
    "-----------,STARTING",
    "------------,FAILING",
    // Once healthy, the start is over.
    "+-,PASSING",
    "+--,PASSING",
    "+---,FAILING",
    "+--+--,PASSING",
    "+---+,PASSING",
  })
  void whatTheProbesSayOfItsHealth(String probes, Health health) {
    assertThat(after(probes).health()).isEqualTo(health);
  }

  @ParameterizedTest
  @CsvSource({
    "'',", "-,", "-+++,2", "+--+,1", "+---,", "+---+,5",
  })
  void sinceWhenItIsHealthyWithoutABreak(String probes, Integer second) {
    assertThat(after(probes).since()).isEqualTo(second == null ? null : START.plusSeconds(second));
  }

  @Test
  void theLastProbesAreKept() {
    Checkup checkup = after("-".repeat(30));
    assertThat(checkup.probes()).hasSize(Checkup.KEPT);
    assertThat(checkup.last().at()).isEqualTo(START.plusSeconds(30));
  }

  @Test
  void withoutACheckItIsHealthyFromItsStart() {
    Checkup checkup = Checkup.running(START);
    assertThat(checkup.health()).isEqualTo(Health.PASSING);
    assertThat(checkup.healthyFor(Duration.ofSeconds(10))).contains(START.plusSeconds(10));
  }

  @Test
  void anImagesOwnCheckIsTakenFromTheEngineAsItIs() {
    Checkup healthy =
        Checkup.starting(START).with(new OwnCheck("healthy", List.of()), START.plusSeconds(2));
    assertThat(healthy.since()).isEqualTo(START.plusSeconds(2));
    Checkup later = healthy.with(new OwnCheck("healthy", List.of()), START.plusSeconds(9));
    assertThat(later.since()).isEqualTo(START.plusSeconds(2));
    Checkup failing =
        later.with(new OwnCheck("unhealthy", List.of(probe(11, false))), START.plusSeconds(11));
    assertThat(failing.health()).isEqualTo(Health.FAILING);
    assertThat(failing.since()).isNull();
    assertThat(failing.last().error()).isEqualTo("refused");
  }

  @Test
  void anImagesOwnCheckPassesSinceTheEngineSawItPass() {
    Instant heard = START.plusSeconds(9);
    OwnCheck check =
        new OwnCheck(
            "healthy", List.of(probe(1, true), probe(2, false), probe(3, true), probe(4, true)));

    assertThat(Checkup.starting(START).with(check, heard).since()).isEqualTo(START.plusSeconds(3));
    assertThat(Checkup.starting(START.plusSeconds(4)).with(check, heard).since())
        .as("the engine keeps what it saw before a restart")
        .isEqualTo(START.plusSeconds(4));
  }
}
