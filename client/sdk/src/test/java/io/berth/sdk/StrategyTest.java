package io.berth.sdk;

import static io.berth.sdk.StubRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Instance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrategyTest {
  private static final List<Instance> ABC = List.of(instance("a"), instance("b"), instance("c"));

  @Test
  void roundRobinTakesEachInTurn() {
    Picker picker = Strategy.roundRobin().over(ABC);
    assertThat(counts(picker, 300)).isEqualTo(Map.of("a", 100, "b", 100, "c", 100));
  }

  @Test
  void roundRobinGoesOnFairlyOverAChangeOfTheList() {
    Picker picker = Strategy.roundRobin().over(ABC);
    picker.pick();
    Picker next = picker.over(ABC.subList(0, 2));
    assertThat(counts(next, 200)).isEqualTo(Map.of("a", 100, "b", 100));
  }

  @Test
  void twoChoicesSpreadsOverInstancesThatAllSucceed() {
    Map<String, Integer> counts = counts(Strategy.twoChoices().over(ABC), 30_000);
    assertThat(counts.values()).allMatch(count -> count > 9_000 && count < 11_000);
  }

  @Test
  void twoChoicesPassesOverAnInstanceThatFailsButTriesItAgain() {
    Picker picker = Strategy.twoChoices().over(ABC);
    int failed = 0;
    for (int i = 0; i < 10_000; i++) {
      Instance picked = picker.pick();
      boolean fails = picked.id().equals("b");
      failed += fails ? 1 : 0;
      picker.report(picked, !fails);
    }
    assertThat(failed).isBetween(2, 100);
  }

  @Test
  void twoChoicesTakesAnInstanceBackOnceItSucceeds() {
    Picker picker = Strategy.twoChoices().over(ABC);
    IntStream.range(0, 10).forEach(i -> picker.report(ABC.get(1), false));
    for (int i = 0; i < 10_000; i++) {
      picker.report(picker.pick(), true);
    }
    assertThat(counts(picker, 3_000).get("b")).isGreaterThan(800);
  }

  @Test
  void twoChoicesRemembersFailuresOverAChangeOfTheList() {
    Picker picker = Strategy.twoChoices().over(ABC);
    IntStream.range(0, 10).forEach(i -> picker.report(ABC.get(1), false));
    Picker next = picker.over(ABC.subList(0, 2));
    assertThat(counts(next, 100)).isEqualTo(Map.of("a", 100));
    next.report(ABC.get(2), false);
  }

  @Test
  void twoChoicesOverOneInstanceIsThatOne() {
    assertThat(Strategy.twoChoices().over(ABC.subList(0, 1)).pick().id()).isEqualTo("a");
  }

  @Test
  void weightedPicksInProportionToWeight() {
    Map<String, Integer> counts = counts(Strategy.weighted().over(weighted(5, 1, 1)), 700);
    assertThat(counts.get("0")).isBetween(496, 504);
    assertThat(counts.get("1")).isBetween(96, 104);
    assertThat(counts.get("2")).isBetween(96, 104);
  }

  @Test
  void weightedMixesEvenlyInsteadOfInRuns() {
    Picker picker = Strategy.weighted().over(weighted(5, 1, 1));
    int run = 0;
    int longest = 0;
    for (int i = 0; i < 10_000; i++) {
      run = picker.pick().id().equals("0") ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    assertThat(longest).isLessThan(8);
  }

  @Test
  void weightedKeepsTinySharesBesideLargeOnes() {
    Map<String, Integer> counts = counts(Strategy.weighted().over(weighted(1000, 1)), 1_001_000);
    assertThat(counts.get("1")).isBetween(990, 1010);
  }

  private static List<Instance> weighted(int... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> instance("web", Integer.toString(i), weights[i]))
        .toList();
  }

  private static Map<String, Integer> counts(Picker picker, int picks) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < picks; i++) {
      counts.merge(picker.pick().id(), 1, Integer::sum);
    }
    return counts;
  }
}
