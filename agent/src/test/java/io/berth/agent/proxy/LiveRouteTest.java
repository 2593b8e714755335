package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.route.Target;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveRouteTest {
  private static final Target TARGET = new Target("web-0", 1, "127.0.0.1", 80, true);

  private final LiveRoute route = new LiveRoute(Routes.holding(), LiveRouteTest::live);
  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void whoWaitsTriesAgainOnceTheNextTableIsThere() {
    assertThat(route.hold(tries::incrementAndGet, route.course())).isTrue();
    assertThat(tries).hasValue(0);

    route.lead(Routes.holding(), LiveRouteTest::live);
    route.lead(Routes.holding(), LiveRouteTest::live);

    assertThat(tries).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTableThatCameBeforeItWaitedIsNotMissed(boolean hold) {
    LiveRoute.Course seen = route.course();
    assertThat(route.claim(from -> {}, "", List.of())).isNull();
    route.lead(hold ? Routes.holding(TARGET) : Routes.to(TARGET), LiveRouteTest::live);

    assertThat(route.hold(tries::incrementAndGet, seen)).isTrue();

    assertThat(tries).hasValue(1);
  }

  @Test
  void nothingWaitsWhereNoTargetIsAboutToCome() {
    route.lead(Routes.to(), LiveRouteTest::live);

    assertThat(route.hold(tries::incrementAndGet, route.course())).isFalse();
    assertThat(tries).hasValue(0);
  }

  private static LiveTarget live(Target target) {
    return new LiveTarget(target, new Tally());
  }
}
