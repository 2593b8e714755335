package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Durations;
import io.berth.api.spec.DeployMode;
import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.OnInconclusive;
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

  /** Five intervals of two seconds: the fewest by which the new revision is ever judged. */
  private static final Duration SHORTEST_HOLD = Duration.ofSeconds(10);

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
    refuseTimes(fields, document, spec);
    refuseCanary(fields, spec.deploy().update());
  }

  private static void refuseTimes(Fields fields, JsonNode document, Spec spec) {
    Update update = spec.deploy().update();
    boolean startIsGivenTime = !document.at("/healthcheck/start_period").isMissingNode();
    Duration slowest = slowestStart(spec.healthcheck(), update.minHealthyTime());
    if (update.healthyDeadline().compareTo(update.minHealthyTime()) <= 0) {
      fields.fault("deploy.update.healthy_deadline", "must be longer than min_healthy_time");
    } else if (startIsGivenTime && update.healthyDeadline().compareTo(slowest) < 0) {
      fields.fault(
          "deploy.update.healthy_deadline",
          "must be at least "
              + Durations.format(slowest)
              + ", which is how long a container may take to count:"
              + " start_period + min_healthy_time");
    }
    if (update.progressDeadline().compareTo(update.healthyDeadline()) < 0) {
      fields.fault(
          "deploy.update.progress_deadline",
          "must not be shorter than healthy_deadline, "
              + Durations.format(update.healthyDeadline()));
    }
    Duration least = probeCycle(spec.healthcheck());
    if (update.monitor().compareTo(least) < 0) {
      fields.fault(
          "deploy.update.monitor",
          "must be at least "
              + Durations.format(least)
              + ", which is how long the healthcheck may take to tell a bad container:"
              + " start_period + interval × retries");
    }
  }

  private static void refuseCanary(Fields fields, Update update) {
    if (update.strategy() != Strategy.CANARY) {
      return;
    }
    if (update.canary().isEmpty()) {
      fields.fault("deploy.update.canary.steps", "must have a step with the strategy canary");
      return;
    }
    boolean mustTell =
        update.autoPromote() && update.analysis().onInconclusive() != OnInconclusive.PROMOTE;
    // The later steps go by what was measured in the first one too.
    if (mustTell && update.canary().get(0).hold().compareTo(SHORTEST_HOLD) < 0) {
      fields.fault(
          "deploy.update.canary.steps[0].hold",
          "must be at least "
              + Durations.format(SHORTEST_HOLD)
              + ", in which there is enough to compare;"
              + " or deploy.update.analysis.on_inconclusive must be promote");
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

  /** The latest that a container counts which takes all the time that it has to start. */
  static Duration slowestStart(Optional<Healthcheck> healthcheck, Duration minHealthyTime) {
    return healthcheck.map(check -> check.startPeriod().plus(minHealthyTime)).orElse(Duration.ZERO);
  }
}
