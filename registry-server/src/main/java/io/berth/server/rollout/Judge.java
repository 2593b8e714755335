package io.berth.server.rollout;

import io.berth.api.Analysis;
import io.berth.api.Analysis.Comparison;
import io.berth.api.Analysis.Metric;
import io.berth.api.Analysis.Sample;
import io.berth.api.Analysis.Verdict;
import io.berth.api.Rollout;
import io.berth.api.spec.Port;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Compares the new revision with the old ones: pure. A figure of the new one is worse when its
 * median over the last intervals is more than is allowed, and a one-sided Mann–Whitney U test says
 * that chance alone hardly makes it exceed that (Mann and Whitney, On a Test of Whether one of Two
 * Random Variables is Stochastically Larger than the Other, 1947). The test assumes no distribution
 * and holds for a handful of intervals; the allowance keeps it from flagging trifles when there are
 * many. Of errors, it is the share of all requests of these intervals that is more, and Fisher's
 * exact test that says so (The Logic of Inductive Inference, 1935): where few requests come, most
 * intervals have none that fails.
 */
final class Judge {
  private static final int MOST_SAMPLES = 30;
  private static final int WINDOW = 15;
  private static final int FEWEST = 5;
  private static final double CHANCE = 0.01;
  // The more requests are counted the surer it is, and it is looked at after each interval anew.
  private static final double CHANCE_OF_ERRORS = 0.001;
  // What nobody would take a version back for, however many times the old one's it is.
  private static final double TRIFLING_ERRORS = 0.01;
  private static final double TRIFLING_MILLIS = 1;
  private static final double TRIFLING_CPU = 0.2;
  private static final double TRIFLING_BYTES = 8 << 20;
  private static final MannWhitneyUTest TEST =
      MannWhitneyUTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN);

  private final Update.Analysis bounds;
  private final boolean proxied;

  /** By the bounds of a spec; where nothing of it is proxied, requests are not waited for. */
  Judge(Spec spec) {
    this.bounds = spec.deploy().update().analysis();
    this.proxied = spec.ports().stream().anyMatch(Port::isProxied);
  }

  /** What is known with one more sample of each. */
  Analysis with(Analysis before, Measured sample) {
    List<Sample> from = more(before.from(), sample.from());
    List<Sample> to = more(before.to(), sample.to());
    long fromRequests = before.fromRequests() + sample.from().requests();
    long toRequests = before.toRequests() + sample.to().requests();
    boolean enough = Math.min(fromRequests, toRequests) >= bounds.minSamples();
    List<Comparison> comparisons = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      boolean known = enough || metric == Metric.MEMORY || !proxied;
      compare(metric, from, to, known).ifPresent(comparisons::add);
    }
    return new Analysis(verdict(comparisons), fromRequests, toRequests, from, to, comparisons);
  }

  private static List<Sample> more(List<Sample> before, Sample sample) {
    boolean empty = Arrays.stream(Metric.values()).allMatch(metric -> sample.of(metric) == null);
    if (empty) {
      return before;
    }
    List<Sample> all = new ArrayList<>(before);
    all.add(sample);
    return all.subList(Math.max(0, all.size() - MOST_SAMPLES), all.size());
  }

  private Optional<Comparison> compare(
      Metric metric, List<Sample> from, List<Sample> to, boolean enough) {
    List<Sample> old = window(metric, from);
    List<Sample> fresh = window(metric, to);
    if (old.size() < FEWEST || fresh.size() < FEWEST) {
      return Optional.empty();
    }
    return Optional.of(
        metric == Metric.ERRORS
            ? shares(Failures.of(old), Failures.of(fresh), enough)
            : medians(metric, values(metric, old), values(metric, fresh), enough));
  }

  private Comparison shares(Failures old, Failures fresh, boolean enough) {
    double allowed = allowed(Metric.ERRORS, old.share());
    double chance = fresh.chance(old.times(bounds.maxErrorRatio()));
    // What was away for a moment, as a database, fails many requests, but in few intervals.
    boolean worse =
        fresh.share() > allowed && chance < CHANCE_OF_ERRORS && fresh.intervals() >= FEWEST;
    return new Comparison(
        Metric.ERRORS, old.share(), fresh.share(), allowed, chance, verdict(enough, worse));
  }

  private Comparison medians(Metric metric, double[] old, double[] fresh, boolean enough) {
    double median = median(old);
    double allowed = allowed(metric, median);
    double[] bound = Arrays.stream(old).map(value -> bound(value, median, allowed)).toArray();
    double chance = TEST.test(fresh, bound).getPValue();
    double likely = Double.isNaN(chance) ? 1 : chance;
    boolean worse = median(fresh) > allowed && likely < CHANCE;
    return new Comparison(metric, median, median(fresh), allowed, likely, verdict(enough, worse));
  }

  private static Verdict verdict(boolean enough, boolean worse) {
    return !enough ? Verdict.INCONCLUSIVE : worse ? Verdict.WORSE : Verdict.FINE;
  }

  private static List<Sample> window(Metric metric, List<Sample> samples) {
    List<Sample> measured = samples.stream().filter(sample -> sample.of(metric) != null).toList();
    int window = metric == Metric.ERRORS ? MOST_SAMPLES : WINDOW;
    return measured.subList(Math.max(0, measured.size() - window), measured.size());
  }

  private static double[] values(Metric metric, List<Sample> samples) {
    return samples.stream().mapToDouble(sample -> sample.of(metric)).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private double allowed(Metric metric, double old) {
    return switch (metric) {
      case ERRORS -> Math.max(old * bounds.maxErrorRatio(), TRIFLING_ERRORS);
      case P50, P95, P99 -> Math.max(old * bounds.maxLatencyRatio(), old + TRIFLING_MILLIS);
      case CPU ->
          Math.max(old * bounds.maxCpuRatio(), old + (proxied ? TRIFLING_CPU : Sampler.AT_REST));
      case MEMORY -> Math.max(old * bounds.maxMemoryRatio(), old + TRIFLING_BYTES);
    };
  }

  /** What the new one's figure may be where the old one's is this. */
  private static double bound(double value, double median, double allowed) {
    return median == 0 ? value + allowed : value * (allowed / median);
  }

  /** Where there is a proxy, there is too little to tell without requests. */
  private Verdict verdict(List<Comparison> comparisons) {
    if (comparisons.stream().anyMatch(one -> one.verdict() == Verdict.WORSE)) {
      return Verdict.WORSE;
    }
    boolean known =
        comparisons.stream()
            .filter(one -> one.metric() == Metric.ERRORS || !proxied)
            .anyMatch(one -> one.verdict() == Verdict.FINE);
    return known ? Verdict.FINE : Verdict.INCONCLUSIVE;
  }

  /** In what the new revision is worse, in a sentence; empty where it is not. */
  static Optional<String> worse(Rollout rollout) {
    return rollout.analysis().comparisons().stream()
        .filter(one -> one.verdict() == Verdict.WORSE)
        .findFirst()
        .map(
            one ->
                "revision "
                    + rollout.to()
                    + " is worse: "
                    + shown(one.metric(), one.to())
                    + ", the revision before it has "
                    + shown(one.metric(), one.from())
                    + ", and at most "
                    + shown(one.metric(), one.allowed())
                    + " is allowed");
  }

  private static String shown(Metric metric, double value) {
    return switch (metric) {
      case ERRORS -> String.format(Locale.ROOT, "%.1f %% errors", value * 100);
      case P50, P95, P99 ->
          String.format(
              Locale.ROOT, "%s of %.1f ms", metric.name().toLowerCase(Locale.ROOT), value);
      case CPU -> String.format(Locale.ROOT, "%.2f ms of CPU", value);
      case MEMORY -> String.format(Locale.ROOT, "%.0f MiB of memory", value / (1 << 20));
    };
  }
}
