package io.berth.cli.view;

import static io.berth.cli.fixture.Samples.at;
import static io.berth.cli.fixture.Samples.failed;
import static io.berth.cli.fixture.Samples.passed;
import static io.berth.cli.fixture.Samples.status;
import static io.berth.cli.fixture.Samples.step;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.api.StepState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private final Rollout first =
      update(
          RolloutState.PREPARING,
          "",
          List.of(
              step("image", StepState.RUNNING, "pulling web:v2 on h1", 0, -1),
              step("replace", StepState.PENDING, "", -1, -1)));

  @Test
  void theFirstLookSaysWhereItStands() {
    assertThat(Changes.lines(null, first, at(1)))
        .containsExactly(
            "web  revision 3 → 4  preparing  1.0s", "web 4: ● image: pulling web:v2 on h1");
  }

  @Test
  void laterLooksSayWhatChanged() {
    Rollout second =
        update(
            RolloutState.UPDATING,
            "",
            List.of(
                step("image", StepState.DONE, "web:v2 is ready on h1", 0, 2),
                step("replace", StepState.RUNNING, "0 of 1 replica replaced", 2, -1)),
            status(0, 4, InstanceState.RUNNING, Health.STARTING, 1, failed()));

    assertThat(Changes.lines(first, second, at(3)))
        .containsExactly(
            "web 4: ✓ image: web:v2 is ready on h1 (2.0s)",
            "web 4: ● replace: 0 of 1 replica replaced",
            "web 4: web-0-r4-ab12cd on h1: running, starting, 1 restart, answered 503"
                + " http://172.17.0.3:80/up");
  }

  @Test
  void anotherProbeWithTheSameOutcomeIsNoNews() {
    Rollout before =
        update(
            RolloutState.UPDATING,
            "",
            List.of(),
            status(0, 4, InstanceState.RUNNING, Health.PASSING, 0, null));
    Rollout after =
        update(
            RolloutState.UPDATING,
            "",
            List.of(),
            status(0, 4, InstanceState.RUNNING, Health.PASSING, 0, passed()));

    assertThat(Changes.lines(before, after, at(3))).isEmpty();
  }
}
