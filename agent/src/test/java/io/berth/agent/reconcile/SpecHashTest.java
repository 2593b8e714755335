package io.berth.agent.reconcile;

import static io.berth.agent.kit.SpecBuilder.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.kit.SpecBuilder;
import io.berth.api.spec.Restart;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecHashTest {
  @Test
  void isTheSameForeverForTheSameSpec() {
    // Were it to change, every container would be replaced when agents are upgraded.
    SpecBuilder whole =
        spec()
            .port(80, 8080)
            .environment("MODE", "prod")
            .volume("data", "/data", true)
            .http("/up", 80)
            .label("team", "a")
            .limits(500, 1 << 20)
            .command("serve");
    assertThat(SpecHash.of(whole.build())).isEqualTo("18a7e8925cd02d6a");
    assertThat(SpecHash.of(spec().build())).hasSize(16);
  }

  @ParameterizedTest
  @MethodSource("whatTakesANewContainer")
  void changesWithWhatTakesANewContainer(SpecBuilder changed) {
    assertThat(SpecHash.of(changed.build())).isNotEqualTo(SpecHash.of(spec().build()));
  }

  static Stream<SpecBuilder> whatTakesANewContainer() {
    return Stream.of(
        spec().image("web:v2"),
        spec().port(80, 80),
        spec().udpPort(80, 80),
        spec().environment("A", "b"),
        spec().volume("data", "/data", false),
        spec().command("other"),
        spec().http("/up", 80),
        spec().grace(Duration.ofSeconds(7)),
        spec().restart(Restart.NO),
        spec().label("a", "b"),
        spec().limits(100, 0));
  }

  @ParameterizedTest
  @MethodSource("whatDoesNot")
  void staysWithWhatDoesNot(SpecBuilder changed) {
    assertThat(SpecHash.of(changed.build())).isEqualTo(SpecHash.of(spec().build()));
  }

  static Stream<SpecBuilder> whatDoesNot() {
    return Stream.of(
        spec().setting("feature.x", "on"),
        spec().stopFirst(),
        spec().minHealthy(Duration.ofSeconds(99)),
        spec().registryAuth("name"));
  }
}
