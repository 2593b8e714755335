package io.berth.cli.view;

import static io.berth.cli.fixture.Samples.at;
import static io.berth.cli.fixture.Samples.status;
import static io.berth.cli.fixture.Samples.step;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.api.Status;
import io.berth.api.StepState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureTest {
  private final Rollout rollout =
      update(
          RolloutState.UPDATING,
          "",
          List.of(step("replace", StepState.RUNNING, "replacing", 1, -1)),
          IntStream.range(0, 100)
              .mapToObj(i -> status(i, 4, InstanceState.RUNNING, Health.PASSING, 0, null))
              .toArray(Status[]::new));

  @Test
  void oneRolloutShowsAsManyContainersAsFit() {
    List<String> lines = lines(Map.of("default.web.4", rollout), "", 24);

    assertThat(lines).hasSizeBetween(15, 24).endsWith("  … and 86 more");
  }

  @Test
  void ofManySomeAreHeadlinesAndTheRestIsCounted() {
    Map<String, Rollout> open = new LinkedHashMap<>();
    IntStream.range(0, 40).forEach(i -> open.put("default.web" + i + ".4", rollout));
    open.put("default.last.1", null);

    List<String> lines = lines(open, "", 24);

    assertThat(lines).hasSize(24).endsWith("… and 19 more");
    assertThat(lines.get(1)).isEqualTo("web  revision 3 → 4  updating  5.0s  replace: replacing");
  }

  @Test
  void oneThatWasNotSeenYetIsNamed() {
    Map<String, Rollout> open = new LinkedHashMap<>();
    open.put("default.web.4", null);

    assertThat(lines(open, "", 24)).containsExactly("", "default.web.4  …");
  }

  @Test
  void aServerThatIsAwayIsSaidBelow() {
    assertThat(lines(Map.of("default.web.4", rollout), "no server answers", 24))
        .hasSizeLessThanOrEqualTo(24)
        .endsWith("no server answers; still trying");
  }

  @Test
  void whenAllHaveEndedThereIsNothingToDraw() {
    assertThat(lines(Map.of(), "", 24)).isEmpty();
  }

  private static List<String> lines(Map<String, Rollout> open, String trouble, int room) {
    return Picture.lines(open, trouble, at(5), room, Style.PLAIN);
  }
}
