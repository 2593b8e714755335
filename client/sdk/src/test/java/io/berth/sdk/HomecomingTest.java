package io.berth.sdk;

import static io.berth.sdk.Sight.NOTHING;
import static io.berth.sdk.Sight.READY;
import static io.berth.sdk.Sight.UNREADY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HomecomingTest {
  private static final Duration WELL = Duration.ofSeconds(10);

  private final Homecoming homecoming = new Homecoming(WELL, () -> 0L);

  private boolean due(Sight sight, int second) {
    return homecoming.due(sight, Duration.ofSeconds(second).toNanos());
  }

  private int returnsAt(int second) {
    int at = second;
    while (!due(READY, at)) {
      at++;
    }
    return at;
  }

  @Test
  void itIsDueWhenTheServerWasReadyForAWhile() {
    assertThat(due(NOTHING, 0)).isFalse();
    assertThat(due(READY, 5)).isFalse();
    assertThat(due(READY, 14)).isFalse();
    assertThat(due(READY, 15)).isTrue();
  }

  @Test
  void aLookThatShowsItNotReadyBeginsTheWhileAnew() {
    assertThat(due(READY, 0)).isFalse();
    assertThat(due(UNREADY, 9)).isFalse();
    assertThat(due(READY, 10)).isFalse();
    assertThat(due(READY, 19)).isFalse();
    assertThat(due(READY, 20)).isTrue();
  }

  @Test
  void eachReturnInVainDoublesTheWhileUpToALimit() {
    int at = 0;
    int[] expected = {10, 20, 40, 80, 160, 320, 320};
    for (int whole : expected) {
      int back = returnsAt(at);
      assertThat(back - at).isEqualTo(whole);
      at = back + 1; // left again at once
    }
  }

  @Test
  void aReturnThatLastedIsNotHeldAgainstIt() {
    int back = returnsAt(0);
    homecoming.home();
    assertThat(returnsAt(back + 60)).isEqualTo(back + 70);
  }

  @Test
  void clientsDoNotReturnAsOne() {
    Set<Integer> returns = new HashSet<>();
    for (int client = 0; client < 200; client++) {
      Homecoming one = new Homecoming(WELL, RandomGenerator.getDefault());
      int at = 0;
      while (!one.due(READY, Duration.ofMillis(at).toNanos())) {
        at += 100;
      }
      assertThat(at).isBetween(10_000, 20_100);
      returns.add(at / 1000);
    }
    assertThat(returns).hasSizeGreaterThan(7);
  }
}
