package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.route.Route;
import io.berth.agent.route.Target;
import io.berth.api.spec.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveRouteTest {
  private final LiveRoute route = new LiveRoute(holding(true), LiveRouteTest::live);
  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void whoWaitsTriesAgainOnceTheNextTableIsThere() {
    assertThat(route.hold(tries::incrementAndGet, route.course())).isTrue();
    assertThat(tries).hasValue(0);

    route.lead(holding(true), LiveRouteTest::live);
    route.lead(holding(true), LiveRouteTest::live);

    assertThat(tries).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTableThatCameBeforeItWaitedIsNotMissed(boolean hold) {
    LiveRoute.Course seen = route.course();
    assertThat(route.claim(from -> {}, "", List.of())).isNull();
    route.lead(holding(hold, new Target("web-0", 1, "127.0.0.1", 80, true)), LiveRouteTest::live);

    assertThat(route.hold(tries::incrementAndGet, seen)).isTrue();

    assertThat(tries).hasValue(1);
  }

  @Test
  void nothingWaitsWhereNoTargetIsAboutToCome() {
    route.lead(holding(false), LiveRouteTest::live);

    assertThat(route.hold(tries::incrementAndGet, route.course())).isFalse();
    assertThat(tries).hasValue(0);
  }

  private static LiveTarget live(Target target) {
    return new LiveTarget(target, new Tally());
  }

  private static Route holding(boolean hold, Target... targets) {
    return new Route(
        "default",
        "web",
        "127.0.0.1",
        80,
        Protocol.TCP,
        false,
        Map.of(),
        hold,
        Duration.ofSeconds(1),
        List.of(targets));
  }
}
