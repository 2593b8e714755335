package io.berth.agent.metrics;

import io.berth.agent.reconcile.Step;
import io.berth.agent.route.TargetFigures;
import io.berth.api.HostStatus;
import io.berth.api.InstanceState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The agent's meters, as Prometheus reads them. Thread-safe. */
public final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Of an agent with this status. */
  public Metrics(Supplier<Optional<HostStatus>> status) {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("berth.agent.engine.reachable", status, Metrics::reachable)
        .description("1 when the container engine answered last time")
        .register(registry);
    for (InstanceState state : InstanceState.values()) {
      Gauge.builder("berth.agent.containers", status, known -> count(known, state))
          .description("containers of this cluster on this host")
          .tag("state", word(state.name()))
          .register(registry);
    }
  }

  /** This is what the proxy has carried. */
  public void carried(Supplier<TargetFigures.All> figures) {
    registry.getPrometheusRegistry().register(new Carried(figures));
  }

  /** Of these servers, this one is asked. */
  public void asks(List<URI> servers, Supplier<URI> current) {
    for (URI server : servers) {
      Gauge.builder("berth.agent.server", () -> server.equals(current.get()) ? 1 : 0)
          .description("1 for the server that is asked")
          .tag("server", server.toString())
          .register(registry);
    }
  }

  /** A step was done. */
  public void done(Step step) {
    counter("berth.agent.steps", "step", word(step.getClass().getSimpleName()));
  }

  /** A report was taken by a server, or not. */
  public void reported(boolean taken) {
    counter("berth.agent.reports", "outcome", taken ? "taken" : "failed");
  }

  /** In Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  private void counter(String name, String tag, String value) {
    ((MeterRegistry) registry).counter(name, tag, value).increment();
  }

  private static double reachable(Supplier<Optional<HostStatus>> status) {
    return status.get().filter(known -> known.engine().reachable()).isPresent() ? 1 : 0;
  }

  private static double count(Supplier<Optional<HostStatus>> status, InstanceState state) {
    return status
        .get()
        .map(known -> known.statuses().stream().filter(one -> one.state() == state).count())
        .orElse(0L);
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
