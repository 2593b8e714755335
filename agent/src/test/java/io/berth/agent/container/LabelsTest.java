package io.berth.agent.container;

import static io.berth.agent.kit.SpecBuilder.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.reconcile.Origin;
import io.berth.agent.site.Site;
import io.berth.api.Assignment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Site SITE = new Site("berth", "h1", "10.0.0.1", "0.0.0.0", Map.of());

  private final Assignment assignment =
      spec()
          .http("/up", 80)
          .volume("data", "/data", true)
          .volume("logs", "/logs", false)
          .drainTimeout(Duration.ofSeconds(7))
          .label("team", "a")
          .label("berth.cluster", "somebody else's")
          .environment("MODE", "prod")
          .environment("BERTH_HOST", "somebody else's")
          .assigned(3, "web@sha256:1");

  @Test
  void aContainerSaysAllThatAnAgentWithoutStateNeedsToKnow() {
    Labels read = Labels.read(Labels.of(assignment, Origin.of(assignment), SITE)).orElseThrow();
    assertThat(read.key()).isEqualTo(assignment.key());
    assertThat(read.revision()).isEqualTo(3);
    assertThat(read.origin()).isEqualTo(Origin.of(assignment));
    assertThat(read.healthcheck()).isEqualTo(assignment.spec().healthcheck());
    assertThat(read.exclusive()).containsExactly("data");
    assertThat(read.drainTimeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aContainerThatDoesNotSayHowLongItMayBeDrainedHasHalfAMinute() {
    Map<String, String> older = new HashMap<>(Labels.of(assignment, Origin.of(assignment), SITE));
    older.remove("berth.drain-timeout");
    assertThat(Labels.read(older).orElseThrow().drainTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aSpecsLabelsAreThereButNeverInThePlaceOfTheAgents() {
    assertThat(Labels.of(assignment, Origin.of(assignment), SITE))
        .containsEntry("team", "a")
        .containsEntry("berth.cluster", "berth")
        .containsEntry("berth.host", "h1")
        .containsEntry("berth.namespace", "default")
        .containsEntry("berth.service", "web")
        .containsEntry("berth.replica", "0")
        .containsEntry("berth.revision", "3")
        .containsEntry("berth.image", "web@sha256:1")
        .containsKey("berth.spec-hash");
  }

  @Test
  void labelsThatNoAgentWroteAreNotReadAsIfOneDid() {
    Map<String, String> broken = new HashMap<>(Labels.of(assignment, Origin.of(assignment), SITE));
    broken.put("berth.replica", "first");
    assertThat(Labels.read(broken)).isEmpty();
    assertThat(Labels.read(Map.of())).isEmpty();
  }

  @Test
  void theProcessIsToldWhoItIsAndNoSpecCanTellItOtherwise() {
    String name = Blueprint.name(assignment, RandomGenerator.of("L64X128MixRandom"));
    assertThat(name).matches("web-0-r3-[0-9a-f]{6}");
    assertThat(Blueprint.of(assignment, Origin.of(assignment), name, SITE).environment())
        .containsEntry("MODE", "prod")
        .containsEntry("BERTH_NAMESPACE", "default")
        .containsEntry("BERTH_SERVICE", "web")
        .containsEntry("BERTH_INSTANCE", name)
        .containsEntry("BERTH_HOST", "h1");
  }
}
