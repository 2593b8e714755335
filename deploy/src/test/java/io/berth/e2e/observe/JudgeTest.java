package io.berth.e2e.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Map<String, Set<String>> WRITTEN = Map.of("web", Set.of("a", "b"));

  @Test
  void watchersThatOnlyGoOnAreFine() {
    List<Sight> sights =
        List.of(
            sight("w", "s1", 0),
            sight("w", "s1", 1, "a"),
            sight("v", "s2", 2, "b"),
            sight("w", "s2", 1, "a"),
            sight("w", "s2", 2, "b"));

    assertThat(Judge.goingBack(sights)).isEmpty();
    assertThat(Judge.twoFaces(sights)).isEmpty();
    assertThat(Judge.phantoms(sights, WRITTEN)).isEmpty();
  }

  @Test
  void aWatcherThatMovesIsToldAnOlderRevision() {
    List<Sight> sights = List.of(sight("w", "s1", 2, "b"), sight("w", "s2", 1, "a"));

    assertThat(Judge.goingBack(sights)).hasSize(1);
    assertThat(Judge.goingBack(List.of(sights.get(0), sight("v", "s2", 1, "a")))).isEmpty();
  }

  @Test
  void aServiceVanishes() {
    assertThat(Judge.goingBack(List.of(sight("w", "s1", 2, "b"), sight("w", "s2", 0)))).hasSize(1);
  }

  @Test
  void twoServersTellDifferentContentsOfOneRevision() {
    assertThat(Judge.twoFaces(List.of(sight("w", "s1", 1, "a"), sight("v", "s2", 1, "b"))))
        .hasSize(1);
  }

  @Test
  void nobodyWroteWhatIsSeen() {
    assertThat(Judge.phantoms(List.of(sight("w", "s1", 1, "ghost")), WRITTEN)).hasSize(1);
    assertThat(Judge.phantoms(List.of(sight("w", "s1", 1, "a")), Map.of())).hasSize(1);
  }

  private static Sight sight(String watcher, String server, long revision, String... contents) {
    return new Sight(watcher, server, "web", revision, Set.of(contents), 0);
  }
}
