package io.berth.agent.proxy;

import io.berth.agent.route.Route;
import io.berth.agent.route.Target;
import io.berth.api.spec.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Routes for what asks nothing of a route but its targets. */
final class Routes {
  private Routes() {}

  /** To these; without any, nothing can be asked. */
  static Route to(Target... targets) {
    return route(false, targets);
  }

  /** To these; without any, who asks waits for one. */
  static Route holding(Target... targets) {
    return route(true, targets);
  }

  private static Route route(boolean hold, Target... targets) {
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
