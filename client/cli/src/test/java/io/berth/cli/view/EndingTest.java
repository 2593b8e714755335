package io.berth.cli.view;

import static io.berth.cli.fixture.Samples.failed;
import static io.berth.cli.fixture.Samples.kept;
import static io.berth.cli.fixture.Samples.rollout;
import static io.berth.cli.fixture.Samples.stable;
import static io.berth.cli.fixture.Samples.status;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.Rollout;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndingTest {
  private final Rollout failure =
      rollout(
          3,
          4,
          RolloutKind.UPDATE,
          RolloutState.FAILED,
          "web-0 exited with 7",
          5,
          List.of(),
          status(0, 4, InstanceState.EXITED, Health.FAILING, 3, failed()));

  @Test
  void aRevisionThatHoldsSaysSo() {
    assertThat(Ending.sentence(update(RolloutState.SUCCEEDED, "", List.of()), Style.PLAIN))
        .isEqualTo("✓ web: revision 4 holds (12s)");
  }

  @Test
  void oneThatFailedSaysWhyAndWhatIsPutBack() {
    assertThat(Ending.sentence(failure, Style.PLAIN))
        .isEqualTo("✗ web: revision 4 failed: web-0 exited with 7");
    assertThat(Ending.puttingBack(failure))
        .contains("  revision 3 is being put back, as revision 5");
    assertThat(Ending.putBack(failure, Style.PLAIN))
        .isEqualTo(
            "✗ web: revision 3 is back, as revision 5, because revision 4 failed: web-0 exited"
                + " with 7");
  }

  @Test
  void whatIsPutBackIsTheStableRevisionHoweverManyCameBetween() {
    Rollout afterASupersededOne = stable(1, failure);

    assertThat(Ending.puttingBack(afterASupersededOne))
        .contains("  revision 1 is being put back, as revision 5");
    assertThat(Ending.putBack(afterASupersededOne, Style.PLAIN))
        .startsWith("✗ web: revision 1 is back, as revision 5, because revision 4 failed");
  }

  @Test
  void oneThatWasSupersededSaysByWhat() {
    Rollout superseded =
        rollout(3, 4, RolloutKind.UPDATE, RolloutState.SUPERSEDED, "", 6, List.of());

    assertThat(Ending.sentence(superseded, Style.PLAIN))
        .isEqualTo("– web: revision 4 was superseded by revision 6");
  }

  @Test
  void theEvidenceIsTheProbeTheContainerAndItsLastWords() {
    List<String> lines =
        Ending.evidence(failure, Optional.of(kept("starting", "panic: no database")), Style.PLAIN);

    assertThat(String.join("\n", lines))
        .isEqualTo(
            """
              last probe  status 503 from http://172.17.0.3:80/up
                          answered 503
              container   web-0-r4-ab12cd-1 on h1, exit code 7, 3 restarts
              its last words:
                │ starting
                │ panic: no database
              more: berth records web web-0-r4-ab12cd-1"""
                .indent(2)
                .stripTrailing());
  }

  @Test
  void withoutARecordTheLastProbeThatWasSeenIsShown() {
    assertThat(Ending.evidence(failure, Optional.empty(), Style.PLAIN))
        .containsExactly(
            "  last probe  status 503 from http://172.17.0.3:80/up", "              answered 503");
  }
}
