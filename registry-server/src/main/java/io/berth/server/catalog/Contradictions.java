package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Durations;
import io.berth.api.spec.DeployMode;
import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.Port;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Strategy;
import io.berth.api.spec.Update;
import io.berth.api.spec.Volume;
import java.time.Duration;
import java.util.Optional;

/** What each key of a spec allows, and all of them together do not. */
final class Contradictions {
  private static final String START_FIRST = "start-first";

  private Contradictions() {}

  /** Refuses them, each at the key that is to be changed. */
  static void refuse(Fields fields, JsonNode document, Spec spec) {
    if (spec.isConfigOnly() && !spec.ports().isEmpty()) {
      fields.fault("image", "is needed to publish ports");
    }
    if (isExclusive(spec) && spec.deploy().replicas() > 1) {
      fields.fault(
          "deploy.replicas", "must be 1 with an exclusive volume, not " + spec.deploy().replicas());
    }
    boolean startFirst = document.at("/deploy/update/order").asText().equals(START_FIRST);
    fixedPort(spec)
        .filter(port -> startFirst)
        .ifPresent(
            port ->
                fields.fault(
                    "deploy.update.order",
                    "must be stop-first, as port "
                        + port
                        + " in mode host is had by one container"));
    besideWhat(spec)
        .ifPresent(why -> fields.fault("deploy.update.strategy", "must be rolling " + why));
    Duration least = probeCycle(spec.healthcheck());
    if (spec.deploy().update().monitor().compareTo(least) < 0) {
      fields.fault(
          "deploy.update.monitor",
          "must be at least "
              + Durations.format(least)
              + ", which is how long the healthcheck may take to tell a bad container:"
              + " start_period + interval × retries");
    }
  }

  /** Why none can stand beside an old one; empty where it need not or can. */
  private static Optional<String> besideWhat(Spec spec) {
    Update update = spec.deploy().update();
    if (update.strategy() == Strategy.ROLLING) {
      return Optional.empty();
    }
    if (spec.deploy().mode() == DeployMode.GLOBAL) {
      return Optional.of("in mode global, which has one replica on a host");
    }
    if (isExclusive(spec)) {
      return Optional.of("with an exclusive volume, which one container has");
    }
    return fixedPort(spec)
        .map(port -> "with port " + port + " in mode host, which one container has");
  }

  private static boolean isExclusive(Spec spec) {
    return spec.volumes().stream().anyMatch(Volume::exclusive);
  }

  private static Optional<Integer> fixedPort(Spec spec) {
    return spec.ports().stream().filter(Port::isFixed).map(Port::published).findFirst();
  }

  /** How long it takes until a container that is bad from its start is seen to be. */
  static Duration probeCycle(Optional<Healthcheck> healthcheck) {
    return healthcheck
        .map(check -> check.startPeriod().plus(check.interval().multipliedBy(check.retries())))
        .orElse(Duration.ZERO);
  }
}
