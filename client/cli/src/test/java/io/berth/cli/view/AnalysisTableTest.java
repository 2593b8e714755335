package io.berth.cli.view;

import static io.berth.cli.fixture.Samples.at;
import static io.berth.cli.fixture.Samples.compared;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Analysis;
import io.berth.api.Analysis.Comparison;
import io.berth.api.Analysis.Metric;
import io.berth.api.Analysis.Sample;
import io.berth.api.Analysis.Verdict;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalysisTableTest {
  private static final Style PLAIN = new Style(false);

  @Test
  void eachMetricHasTheFiguresAndTheCourseOfBoth() {
    Rollout rollout =
        with(
            new Analysis(
                Verdict.WORSE,
                300,
                300,
                List.of(sample(1, 0.0, 10), sample(3, 0.0, 12), sample(5, 0.01, 11)),
                List.of(sample(7, 0.0, 30), sample(9, 0.0, 40), sample(11, 0.0, 35)),
                List.of(
                    new Comparison(Metric.ERRORS, 0, 0, 0.01, 1, Verdict.FINE),
                    new Comparison(Metric.P95, 11, 35, 13.2, 0.004, Verdict.WORSE),
                    new Comparison(
                        Metric.MEMORY, 64 << 20, 70 << 20, 96 << 20, 1, Verdict.INCONCLUSIVE))));

    assertThat(AnalysisTable.lines(rollout, PLAIN))
        .containsExactly(
            "METRIC        BEFORE         NOW            ALLOWED    VERDICT",
            "errors        0.0 %    ▁▁█   0.0 %    ▁▁▁   ≤ 1.0 %    fine",
            "latency p95   11 ms    ▃▃▃   35 ms    ▆█▇   ≤ 13 ms    worse (by chance: 0.40 %)",
            "memory        64 MiB   -     70 MiB   -     ≤ 96 MiB   too few requests");
  }

  @Test
  void nothingIsShownBeforeThereIsSomethingToCompare() {
    assertThat(AnalysisTable.lines(with(Analysis.NONE), PLAIN)).isEmpty();
  }

  private static Sample sample(long second, double errors, double p95) {
    return new Sample(at(second), 100, errors, null, p95, null, null, null);
  }

  private static Rollout with(Analysis analysis) {
    return compared(analysis, update(RolloutState.MONITORING, "", List.of()));
  }
}
