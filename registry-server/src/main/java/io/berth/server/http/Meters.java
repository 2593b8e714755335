package io.berth.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The figures of this server. Safe to use from any thread. */
public final class Meters {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConcurrentMap<Outcome, Counter> requests = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Timer> durations = new ConcurrentHashMap<>();

  /** Counts what every JVM has. */
  public Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** A figure that is looked at when it is asked for. */
  public void gauge(String name, String description, Supplier<Number> figure) {
    Gauge.builder(name, figure).description(description).register(registry);
  }

  /** In the text format of Prometheus. */
  String text() {
    return registry.scrape();
  }

  void answered(String operation, int status) {
    counter(operation, status).increment();
  }

  /** How long an answer took that was not waited for on purpose. */
  void took(String operation, long nanos) {
    timer(operation).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Where answers of one outcome are counted, for who has many of them. */
  Tally tally(String operation, int status) {
    return new Tally(counter(operation, status), timer(operation));
  }

  private Counter counter(String operation, int status) {
    return requests.computeIfAbsent(
        new Outcome(operation, status),
        key ->
            Counter.builder("berth.http.requests")
                .description("HTTP requests by operation and status")
                .tag("operation", operation)
                .tag("status", Integer.toString(status))
                .register(registry));
  }

  private Timer timer(String operation) {
    return durations.computeIfAbsent(
        operation,
        key ->
            Timer.builder("berth.http.duration")
                .description("Time from request to answer, watches and streams apart")
                .tag("operation", operation)
                .register(registry));
  }

  /** Answers of one outcome. */
  record Tally(Counter requests, Timer duration) {
    /** One more. */
    void add(long nanos) {
      requests.increment();
      duration.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private record Outcome(String operation, int status) {}
}
