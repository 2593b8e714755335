package io.berth.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void theyTellWhichServerIsAsked() {
    URI a = URI.create("http://a:7400");
    URI b = URI.create("http://b:7400");
    AtomicReference<URI> current = new AtomicReference<>(a);
    Metrics metrics = new Metrics(Optional::empty);
    metrics.asks(List.of(a, b), current::get);

    assertThat(metrics.scrape())
        .contains("berth_agent_server{server=\"http://a:7400\"} 1.0\n")
        .contains("berth_agent_server{server=\"http://b:7400\"} 0.0\n");
    current.set(b);
    assertThat(metrics.scrape())
        .contains("berth_agent_server{server=\"http://a:7400\"} 0.0\n")
        .contains("berth_agent_server{server=\"http://b:7400\"} 1.0\n");
  }
}
