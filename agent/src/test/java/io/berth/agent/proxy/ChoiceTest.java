package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.berth.agent.route.Route;
import io.berth.agent.route.Target;
import io.berth.api.spec.Protocol;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final int DRAWS = 10_000;

  private final Map<Target, LiveTarget> live = new HashMap<>();
  private final Random random = new Random(1);

  @Test
  void targetsOfEqualRightGetEqualShares() {
    Map<String, Integer> shares = shares(Map.of(), here("a", 1), here("b", 1), here("c", 2));

    assertThat(shares.values())
        .allSatisfy(share -> assertThat(share).isCloseTo(3_333, within(300)));
  }

  @Test
  void aRevisionGetsTheShareOfItsWeightHoweverManyTargetsItHas() {
    Map<String, Integer> shares =
        shares(Map.of(1L, 90, 2L, 10), here("a", 1), here("b", 1), here("c", 2));

    assertThat(shares.get("c")).isCloseTo(1_000, within(150));
  }

  @Test
  void revisionsThatAreNotNamedDivideTheRest() {
    Map<String, Integer> shares = shares(Map.of(3L, 10), here("a", 1), here("b", 2), here("c", 3));

    assertThat(shares.get("a")).isCloseTo(4_500, within(300));
    assertThat(shares.get("b")).isCloseTo(4_500, within(300));
    assertThat(shares.get("c")).isCloseTo(1_000, within(150));
  }

  @Test
  void aRevisionWithoutWeightGetsNothingWhileAnotherCanTakeIt() {
    assertThat(shares(Map.of(1L, 100), here("a", 1), here("b", 2))).containsOnlyKeys("a");
    assertThat(shares(Map.of(1L, 100), here("b", 2))).containsOnlyKeys("b");
  }

  @Test
  void thoseOfThisHostComeFirst() {
    assertThat(shares(Map.of(), here("a", 1), there("b", 1))).containsOnlyKeys("a");
    assertThat(shares(Map.of(), there("b", 1))).containsOnlyKeys("b");
  }

  @Test
  void aWeightIsKeptWhereverItsTargetsAre() {
    Map<String, Integer> shares = shares(Map.of(1L, 80, 2L, 20), here("a", 1), there("b", 2));

    assertThat(shares.get("b")).isCloseTo(2_000, within(200));
  }

  @Test
  void oneThatIsClosedIsNotDrawn() {
    Choice choice = choice(Map.of(), here("a", 1), here("b", 1));
    live.get(here("a", 1)).close();

    assertThat(drawn(choice)).isEqualTo("b");
    live.get(here("b", 1)).close();
    assertThat(choice.draw("", List.of(), random)).isNull();
  }

  @Test
  void oneThatFailedAMomentAgoIsDrawnOnlyWhereThereIsNoOther() {
    Choice choice = choice(Map.of(), here("a", 1), there("b", 1));
    live.get(here("a", 1)).unreached();

    assertThat(drawn(choice)).isEqualTo("b");
    live.get(there("b", 1)).close();
    assertThat(drawn(choice)).isEqualTo("a");
  }

  @Test
  void oneThatWasTriedIsNotDrawnAgain() {
    Choice choice = choice(Map.of(), here("a", 1), here("b", 1));

    assertThat(choice.draw("", List.of(live.get(here("a", 1))), random).target())
        .isEqualTo(here("b", 1));
  }

  @Test
  void theOneWithLessUnderWayIsPreferred() {
    Choice choice = choice(Map.of(), here("a", 1), here("b", 1));
    for (int i = 0; i < 10; i++) {
      assertThat(live.get(here("a", 1)).claim(from -> {})).isTrue();
    }
    Map<String, Integer> shares = shares(choice);

    assertThat(shares.get("b")).isGreaterThan(2 * shares.get("a"));
  }

  private Map<String, Integer> shares(Map<Long, Integer> weights, Target... targets) {
    return shares(choice(weights, targets));
  }

  private Map<String, Integer> shares(Choice choice) {
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      shares.merge(drawn(choice), 1, Integer::sum);
    }
    return shares;
  }

  private String drawn(Choice choice) {
    return choice.draw("", List.of(), random).target().instance();
  }

  private Choice choice(Map<Long, Integer> weights, Target... targets) {
    Route route =
        new Route(
            "default",
            "web",
            "127.0.0.1",
            80,
            Protocol.HTTP,
            false,
            weights,
            false,
            Duration.ofSeconds(30),
            Stream.of(targets).toList());
    return Choice.of(
        route, target -> live.computeIfAbsent(target, one -> new LiveTarget(one, new Tally())));
  }

  private static Target here(String instance, long revision) {
    return new Target(instance, revision, "172.17.0.2", 80, true);
  }

  private static Target there(String instance, long revision) {
    return new Target(instance, revision, "10.0.0.2", 32768, false);
  }
}
