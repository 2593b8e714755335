package io.berth.server.catalog;

import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.OnFailure;
import io.berth.api.spec.OnInconclusive;
import io.berth.api.spec.Order;
import io.berth.api.spec.Strategy;
import io.berth.api.spec.Update;
import io.berth.api.spec.Update.Analysis;
import io.berth.api.spec.Update.CanaryStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the {@code deploy.update} part of a spec. */
final class UpdateReader {
  private static final Duration NOTHING = Duration.ZERO;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final int TENTH = 10;

  private UpdateReader() {}

  /**
   * Unless they are said, the deadlines leave a container the time that the healthcheck gives it to
   * start, and the monitor is long enough for it to tell a bad one.
   */
  static Update read(Fields fields, Optional<Healthcheck> healthcheck) {
    Strategy strategy = fields.choice("strategy", Strategy.ROLLING, Choices.of(Strategy.class));
    Duration minHealthyTime = fields.duration("min_healthy_time", Duration.ofSeconds(10), NOTHING);
    Duration slowest = Contradictions.slowestStart(healthcheck, minHealthyTime);
    Duration healthyDeadline =
        fields.duration("healthy_deadline", longer(Duration.ofMinutes(2), slowest), SECOND);
    Duration progressDeadline = longer(Duration.ofMinutes(10), healthyDeadline);
    Duration monitor = longer(MINUTE, Contradictions.probeCycle(healthcheck));
    Fields canary = fields.nested("canary");
    Update update =
        new Update(
            strategy,
            fields.choice("order", Order.START_FIRST, Choices.of(Order.class)),
            fields.integer("parallelism", 1, 1, 1000),
            minHealthyTime,
            healthyDeadline,
            fields.duration("progress_deadline", progressDeadline, SECOND),
            fields.duration("monitor", monitor, NOTHING),
            fields.choice("on_failure", OnFailure.ROLLBACK, Choices.of(OnFailure.class)),
            fields.duration("drain_timeout", Duration.ofSeconds(30), NOTHING),
            steps(canary, strategy),
            canary.flag("auto_promote", true),
            analysis(fields.nested("analysis")));
    canary.close();
    fields.close();
    return update;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static List<CanaryStep> steps(Fields canary, Strategy strategy) {
    if (strategy == Strategy.CANARY && !canary.has("steps")) {
      return List.of(new CanaryStep(TENTH, MINUTE));
    }
    List<CanaryStep> steps =
        canary.items(
            "steps",
            (at, value) -> {
              Fields step = canary.within(value, at);
              CanaryStep read =
                  new CanaryStep(
                      step.integer("weight", TENTH, 1, 100),
                      step.duration("hold", MINUTE, NOTHING));
              step.close();
              return read;
            });
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).weight() <= steps.get(i - 1).weight()) {
        canary.fault(
            "steps[" + i + "].weight",
            "must be more than the step's before, " + steps.get(i - 1).weight());
      }
    }
    return steps;
  }

  private static Analysis analysis(Fields fields) {
    Analysis analysis =
        new Analysis(
            fields.integer("min_samples", 50, 1, 1_000_000),
            fields.decimal("max_error_ratio", 1.1, 1, 1000),
            fields.decimal("max_latency_ratio", 1.2, 1, 1000),
            fields.decimal("max_cpu_ratio", 1.5, 1, 1000),
            fields.decimal("max_memory_ratio", 1.5, 1, 1000),
            fields.choice(
                "on_inconclusive", OnInconclusive.PAUSE, Choices.of(OnInconclusive.class)));
    fields.close();
    return analysis;
  }
}
