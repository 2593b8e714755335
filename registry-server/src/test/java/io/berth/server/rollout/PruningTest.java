package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Rollout.Stable;
import io.berth.api.StepState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which images stay, and how the others go. */
class PruningTest {
  private final Scene scene = new Scene();

  @Test
  void ofThreeImagesTheOldestGoesWhereTwoAreKept() {
    assertThat(Pruning.kept(stable("c", "b", "a"), 2))
        .isEqualTo(stable("c", "b", "a").subList(0, 2));
  }

  @Test
  void anImageThatIsPutBackAgainAndAgainDoesNotDriveOutTheOneBeforeIt() {
    List<Stable> kept = Pruning.kept(stable("b", "b", "b", "a"), 2);

    assertThat(kept).extracting(Stable::image).containsExactly("b", "b", "a");
  }

  @Test
  void ofADocumentWithoutImageAsManyRevisionsStay() {
    assertThat(Pruning.kept(stable("", "", ""), 2)).hasSize(2);
  }

  @Test
  void anImageThatIsStillUsedIsLeftAfterAMinute() {
    scene.stableBefore().badBefore("web@sha256:bad").rollback().prepared().counts(0);
    scene.advance();
    scene.passes(Duration.ofMinutes(1)).advance();
    assertThat(scene.step(StepName.PRUNE).state()).isEqualTo(StepState.RUNNING);

    scene.passes(Duration.ofSeconds(61)).advance();

    assertThat(scene.step(StepName.PRUNE).state()).isEqualTo(StepState.DONE);
    assertThat(scene.step(StepName.PRUNE).detail()).contains("web@sha256:bad is left");
    assertThat(Planner.drives(scene.rollout())).isFalse();
  }

  /** The newest first. */
  private static List<Stable> stable(String... images) {
    List<Stable> all = new ArrayList<>();
    Arrays.stream(images).forEach(image -> all.add(new Stable(images.length - all.size(), image)));
    return all;
  }
}
