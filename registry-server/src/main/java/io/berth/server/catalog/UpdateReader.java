package io.berth.server.catalog;

import io.berth.api.spec.OnFailure;
import io.berth.api.spec.OnInconclusive;
import io.berth.api.spec.Order;
import io.berth.api.spec.Strategy;
import io.berth.api.spec.Update;
import io.berth.api.spec.Update.Analysis;
import io.berth.api.spec.Update.CanaryStep;
import java.time.Duration;
import java.util.List;

/** Reads the {@code deploy.update} part of a spec. */
final class UpdateReader {
  private static final Duration NOTHING = Duration.ZERO;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final int TENTH = 10;

  private UpdateReader() {}

  /** Unless it is said, the monitor is long enough for a healthcheck to tell a bad container. */
  static Update read(Fields fields, Duration probeCycle) {
    Strategy strategy = fields.choice("strategy", Strategy.ROLLING, Choices.of(Strategy.class));
    Duration monitor = probeCycle.compareTo(MINUTE) > 0 ? probeCycle : MINUTE;
    Fields canary = fields.nested("canary");
    Update update =
        new Update(
            strategy,
            fields.choice("order", Order.START_FIRST, Choices.of(Order.class)),
            fields.integer("parallelism", 1, 1, 1000),
            fields.duration("min_healthy_time", Duration.ofSeconds(10), NOTHING),
            fields.duration("healthy_deadline", Duration.ofMinutes(2), SECOND),
            fields.duration("progress_deadline", Duration.ofMinutes(10), SECOND),
            fields.duration("monitor", monitor, NOTHING),
            fields.choice("on_failure", OnFailure.ROLLBACK, Choices.of(OnFailure.class)),
            fields.duration("drain_timeout", Duration.ofSeconds(30), NOTHING),
            steps(canary, strategy),
            canary.flag("auto_promote", true),
            analysis(fields.nested("analysis")));
    canary.close();
    fields.close();
    if (update.minHealthyTime().compareTo(update.healthyDeadline()) >= 0) {
      fields.fault("healthy_deadline", "must be longer than min_healthy_time");
    }
    if (update.healthyDeadline().compareTo(update.progressDeadline()) > 0) {
      fields.fault("progress_deadline", "must not be shorter than healthy_deadline");
    }
    return update;
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
