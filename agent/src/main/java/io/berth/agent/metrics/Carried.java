package io.berth.agent.metrics;

import io.berth.agent.route.TargetFigures;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** What the proxy has carried, by service, revision and instance, as Prometheus reads it. */
final class Carried implements MultiCollector {
  private static final List<String> CLASSES =
      List.of("connection", "1xx", "2xx", "3xx", "4xx", "5xx");
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };
  private static final double MICROS = 1e6;

  private final Supplier<TargetFigures.All> figures;

  Carried(Supplier<TargetFigures.All> figures) {
    this.figures = figures;
  }

  @Override
  public MetricSnapshots collect() {
    TargetFigures.All all = figures.get();
    List<TargetFigures> targets = all.targets();
    return MetricSnapshots.of(
        requests(targets),
        counter(
            targets,
            "berth_proxy_unreached",
            "connections that an instance did not take",
            TargetFigures::unreached),
        counter(
            targets,
            "berth_proxy_broken",
            "requests that an instance took and did not answer",
            TargetFigures::broken),
        counter(
            targets,
            "berth_proxy_received_bytes",
            "bytes of bodies carried to an instance",
            TargetFigures::received),
        counter(
            targets,
            "berth_proxy_sent_bytes",
            "bytes of bodies carried from an instance",
            TargetFigures::sent),
        refused(all.refused()),
        underWay(targets),
        latency(targets));
  }

  private static CounterSnapshot requests(List<TargetFigures> targets) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder()
            .name("berth_proxy_requests")
            .help("requests that were answered, by class of status, and connections");
    for (TargetFigures target : targets) {
      for (int i = 0; i < target.answers().size() && i < CLASSES.size(); i++) {
        if (target.answers().get(i) > 0) {
          counter.dataPoint(
              CounterDataPointSnapshot.builder()
                  .labels(labels(target).add("status", CLASSES.get(i)))
                  .value(target.answers().get(i))
                  .build());
        }
      }
    }
    return counter.build();
  }

  private static CounterSnapshot counter(
      List<TargetFigures> targets, String name, String help, ToLongFunction<TargetFigures> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    targets.forEach(
        target ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels(target))
                    .value((double) value.applyAsLong(target))
                    .build()));
    return counter.build();
  }

  private static CounterSnapshot refused(Map<String, Long> refused) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder()
            .name("berth_proxy_refused")
            .help("requests and connections that no instance got, or not all of them, by reason");
    refused.forEach(
        (why, count) ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(Labels.of("reason", why))
                    .value((double) count)
                    .build()));
    return counter.build();
  }

  private static GaugeSnapshot underWay(List<TargetFigures> targets) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("berth_proxy_under_way")
            .help("requests and connections under way with an instance");
    targets.forEach(
        target ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels(target))
                    .value(target.underWay())
                    .build()));
    return gauge.build();
  }

  private static HistogramSnapshot latency(List<TargetFigures> targets) {
    HistogramSnapshot.Builder all =
        HistogramSnapshot.builder()
            .name("berth_proxy_latency_seconds")
            .help("from the request to the head of its answer");
    for (TargetFigures target : targets) {
      Histogram histogram = histogram(target.latency());
      ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
      long below = 0;
      for (double bound : BOUNDS) {
        long upTo = histogram.getCountBetweenValues(0, (long) (bound * MICROS));
        buckets.bucket(bound, upTo - below);
        below = upTo;
      }
      buckets.bucket(Double.POSITIVE_INFINITY, histogram.getTotalCount() - below);
      all.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(labels(target))
              .classicHistogramBuckets(buckets.build())
              .sum(histogram.getTotalCount() * histogram.getMean() / MICROS)
              .build());
    }
    return all.build();
  }

  private static Labels labels(TargetFigures target) {
    return Labels.of(
        "namespace",
        target.namespace(),
        "service",
        target.service(),
        "revision",
        Long.toString(target.revision()),
        "instance",
        target.instance());
  }

  private static Histogram histogram(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
