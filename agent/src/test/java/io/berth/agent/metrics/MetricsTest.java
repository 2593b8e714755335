package io.berth.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.route.TargetFigures;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
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

  @Test
  void theyTellWhatTheProxyHasCarriedToEachInstance() {
    Histogram latency = new Histogram(2);
    latency.recordValue(4_000);
    latency.recordValue(40_000);
    TargetFigures web =
        new TargetFigures(
            "default",
            "web",
            3,
            "web-0",
            List.of(0L, 0L, 7L, 0L, 0L, 2L),
            1,
            0,
            10,
            20,
            4,
            encoded(latency));
    Metrics metrics = new Metrics(Optional::empty);
    metrics.carried(() -> new TargetFigures.All("a", List.of(web), Map.of("malformed", 5L)));

    String who = "instance=\"web-0\",namespace=\"default\",revision=\"3\",service=\"web\"";
    assertThat(metrics.scrape())
        .contains("berth_proxy_requests_total{" + who + ",status=\"2xx\"} 7.0\n")
        .contains("berth_proxy_requests_total{" + who + ",status=\"5xx\"} 2.0\n")
        .contains("berth_proxy_unreached_total{" + who + "} 1.0\n")
        .contains("berth_proxy_sent_bytes_total{" + who + "} 20.0\n")
        .contains("berth_proxy_refused_total{reason=\"malformed\"} 5.0\n")
        .contains("berth_proxy_under_way{" + who + "} 4.0\n")
        .contains("berth_proxy_latency_seconds_bucket{" + who + ",le=\"0.005\"} 1\n")
        .contains("berth_proxy_latency_seconds_bucket{" + who + ",le=\"0.05\"} 2\n")
        .contains("berth_proxy_latency_seconds_count{" + who + "} 2\n");
  }

  @Test
  void withoutAProxyThereIsNothingToTellOfIt() {
    Metrics metrics = new Metrics(Optional::empty);
    metrics.carried(() -> TargetFigures.All.NONE);

    assertThat(metrics.scrape()).doesNotContain("berth_proxy_requests_total{");
  }

  private static String encoded(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }
}
