package io.berth.cli.view;

import io.berth.api.Analysis;
import io.berth.api.Analysis.Comparison;
import io.berth.api.Analysis.Metric;
import io.berth.api.Analysis.Sample;
import io.berth.api.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** The new revision beside the old ones: a line a metric, with the course of both. */
public final class AnalysisTable {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int LONGEST = 15;
  private static final double MEBIBYTE = 1 << 20;

  private AnalysisTable() {}

  /** None before there is anything to compare. */
  public static List<String> lines(Rollout rollout, Style style) {
    Analysis analysis = rollout.analysis();
    if (analysis.comparisons().isEmpty()) {
      return List.of();
    }
    Table table = new Table("METRIC", "BEFORE", "", "NOW", "", "ALLOWED", "VERDICT");
    for (Comparison one : analysis.comparisons()) {
      double most =
          Stream.of(analysis.from(), analysis.to())
              .flatMap(List::stream)
              .map(sample -> sample.of(one.metric()))
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .max()
              .orElse(0);
      table.row(
          name(one.metric()),
          shown(one.metric(), one.from()),
          style.faint(course(one.metric(), analysis.from(), most)),
          shown(one.metric(), one.to()),
          course(one.metric(), analysis.to(), most),
          "≤ " + shown(one.metric(), one.allowed()),
          verdict(one, style));
    }
    return new ArrayList<>(table.lines());
  }

  private static String verdict(Comparison one, Style style) {
    return switch (one.verdict()) {
      case FINE -> style.good("fine");
      case WORSE ->
          style.bad("worse")
              + String.format(Locale.ROOT, " (by chance: %.2g %%)", one.chance() * 100);
      case INCONCLUSIVE -> style.faint("too few requests");
    };
  }

  /** The last samples as bars, of which the highest is the most that either side had. */
  static String course(Metric metric, List<Sample> samples, double most) {
    List<Double> values =
        samples.stream().map(sample -> sample.of(metric)).filter(Objects::nonNull).toList();
    StringBuilder bars = new StringBuilder();
    for (double value : values.subList(Math.max(0, values.size() - LONGEST), values.size())) {
      int height = most == 0 ? 0 : (int) Math.round(value / most * (BARS.length() - 1));
      bars.append(BARS.charAt(Math.min(BARS.length() - 1, Math.max(0, height))));
    }
    return bars.toString();
  }

  private static String name(Metric metric) {
    return switch (metric) {
      case ERRORS -> "errors";
      case P50, P95, P99 -> "latency " + Text.word(metric);
      case CPU -> "cpu";
      case MEMORY -> "memory";
    };
  }

  private static String shown(Metric metric, double value) {
    return switch (metric) {
      case ERRORS -> String.format(Locale.ROOT, "%.1f %%", value * 100);
      case P50, P95, P99, CPU ->
          String.format(Locale.ROOT, value < 10 ? "%.2f ms" : "%.0f ms", value);
      case MEMORY -> String.format(Locale.ROOT, "%.0f MiB", value / MEBIBYTE);
    };
  }
}
