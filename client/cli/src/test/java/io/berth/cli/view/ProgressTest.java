package io.berth.cli.view;

import static io.berth.cli.fixture.Samples.at;
import static io.berth.cli.fixture.Samples.failed;
import static io.berth.cli.fixture.Samples.passed;
import static io.berth.cli.fixture.Samples.rollout;
import static io.berth.cli.fixture.Samples.status;
import static io.berth.cli.fixture.Samples.step;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Step;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.StepState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final List<Step> UNDER_WAY =
      List.of(
          step("image", StepState.DONE, "web:v2 is ready on h1", 0, 1),
          step("registry", StepState.DONE, "revision 4 of web", 0, 0),
          step("replace", StepState.RUNNING, "0 of 1 replica replaced", 1, -1),
          step("watch", StepState.PENDING, "", -1, -1),
          step("judge", StepState.PENDING, "", -1, -1),
          step("prune", StepState.SKIPPED, "", -1, -1));

  @Test
  void anUpdateUnderWayShowsItsSixStepsAndItsContainers() {
    Rollout rollout =
        update(
            RolloutState.UPDATING,
            "",
            UNDER_WAY,
            status(0, 4, InstanceState.RUNNING, Health.STARTING, 2, failed()),
            status(0, 3, InstanceState.RUNNING, Health.PASSING, 0, passed()));

    assertThat(String.join("\n", Progress.lines(rollout, at(13), 10, Style.PLAIN)))
        .isEqualTo(
            """
            web  revision 3 → 4  updating  13s
              ✓ image     web:v2 is ready on h1    1.0s
              ✓ registry  revision 4 of web        0.0s
              ● replace   0 of 1 replica replaced  12s
              · watch     watch the new containers
              · judge     judge them by their health and their figures
              – prune     not needed

              REPLICA   HOST   REVISION   INSTANCE          STATE     HEALTH     RESTARTS   PROBE
              0         h1     3          web-0-r3-ab12cd   running   passing    0          200 http://172.17.0.2:80/up
              0         h1     4          web-0-r4-ab12cd   running   starting   2          answered 503 http://172.17.0.3:80/up""");
  }

  @Test
  void aRollbackShowsItsFive() {
    Rollout rollout =
        rollout(
            3,
            5,
            RolloutKind.ROLLBACK,
            RolloutState.SUCCEEDED,
            "",
            0,
            List.of(
                step("record", StepState.DONE, "web-0-r4-ab12cd-1 of revision 4", 0, 0),
                step("restore", StepState.DONE, "revision 3, as revision 5", 0, 0),
                step("pull", StepState.DONE, "web@sha256:" + "ab".repeat(32) + " was there", 0, 0),
                step("watch", StepState.DONE, "1 of 1 replica healthy", 0, 4),
                step("prune", StepState.DONE, "web@sha256:" + "cd".repeat(32), 4, 5)));

    assertThat(String.join("\n", Progress.lines(rollout, at(60), 10, Style.PLAIN)))
        .isEqualTo(
            """
            web  revision 5 (rollback)  succeeded  12s
              ✓ record   web-0-r4-ab12cd-1 of revision 4    0.0s
              ✓ restore  revision 3, as revision 5          0.0s
              ✓ pull     web@sha256:abababababab was there  0.0s
              ✓ watch    1 of 1 replica healthy             4.0s
              ✓ prune    web@sha256:cdcdcdcdcdcd            1.0s""");
  }

  @Test
  void whatWaitsSaysWhatFor() {
    assertThat(
            Progress.headline(
                update(RolloutState.PREPARING, "no host fits", List.of()), at(5), Style.PLAIN))
        .isEqualTo("web  revision 3 → 4  preparing  5.0s  no host fits");
  }

  @Test
  void whereThereIsLittleRoomThoseThatNeedAttentionAreShown() {
    Rollout rollout =
        update(
            RolloutState.UPDATING,
            "",
            List.of(),
            status(0, 4, InstanceState.RUNNING, Health.PASSING, 0, null),
            status(1, 4, InstanceState.RUNNING, Health.PASSING, 0, null),
            status(2, 4, InstanceState.RUNNING, Health.FAILING, 0, null));

    assertThat(Progress.lines(rollout, at(5), 1, Style.PLAIN))
        .satisfies(lines -> assertThat(lines.get(3)).contains("web-2-r4-ab12cd"))
        .endsWith("  … and 2 more");
  }

  @Test
  void aContainerThatIsKeptToReturnToLooksNotBroken() {
    Rollout rollout =
        update(
            RolloutState.MONITORING,
            "",
            List.of(),
            status(0, 3, InstanceState.EXITED, Health.FAILING, 0, passed()));

    assertThat(Progress.lines(rollout, at(5), 1, Style.PLAIN))
        .endsWith(
            "  0         h1     3          web-0-r3-ab12cd   stopped   -        0          -");
  }

  @Test
  void onATerminalWhatFailedIsRed() {
    Rollout rollout =
        update(
            RolloutState.FAILED,
            "the pull failed",
            List.of(step("image", StepState.FAILED, "no such tag", 0, 1)));

    assertThat(Progress.lines(rollout, at(5), 1, new Style(true)).get(1))
        .isEqualTo(
            "  \u001b[31m✗\u001b[0m image  \u001b[31mno such tag\u001b[0m  \u001b[2m1.0s\u001b[0m");
  }
}
