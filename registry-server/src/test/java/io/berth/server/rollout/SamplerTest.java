package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Figures;
import io.berth.api.Health;
import io.berth.api.HostStatus;
import io.berth.api.InstanceState;
import io.berth.api.Json;
import io.berth.api.Rollout;
import io.berth.api.Status;
import io.berth.api.spec.Spec;
import io.berth.server.catalog.ServiceName;
import io.berth.server.catalog.SpecReader;
import io.berth.server.host.HostReport;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final ServiceName WEB = new ServiceName("default", "web");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Spec SPEC = spec();

  private final Sampler sampler = new Sampler();
  private long cpu = 300;
  private final Rollout first = Starts.update(WEB, 1, SPEC, "", Optional.empty(), START);
  private final Rollout rollout = Starts.update(WEB, 2, SPEC, "", Optional.of(first), START);

  @Test
  void aSampleIsHowFarTheCountsHaveGrownInAnInterval() {
    assertThat(measure(0, host("h1", "a", figures("a", 1, 1_000, 10, 5)))).isEmpty();
    assertThat(measure(1, host("h1", "a", figures("a", 1, 1_100, 10, 5)))).isEmpty();

    Measured measured =
        measure(2, host("h1", "a", figures("a", 1, 1_200, 20, 5, 7), figures("b", 2, 100, 50, 40)))
            .orElseThrow();

    assertThat(measured.from().requests()).isEqualTo(200);
    assertThat(measured.from().errors()).isCloseTo(0.05, within(1e-9));
    assertThat(measured.from().p50()).as("of the second answer alone").isCloseTo(7, within(0.1));
    assertThat(measured.to().requests()).isEqualTo(100);
    assertThat(measured.to().errors()).isCloseTo(0.5, within(1e-9));
    assertThat(measured.to().p99()).isCloseTo(40, within(0.5));
    assertThat(measured.from().memory()).isEqualTo(64);
    assertThat(measured.from().cpu()).as("300 ms a second, 2 s, 200 requests").isEqualTo(3);
    assertThat(measured.to().cpu()).as("20 ms less a second, 2 s, 100 requests").isEqualTo(5.6);
  }

  @Test
  void whatAReplicaTakesAtRestIsNotChargedToTheFewRequestsOfACanary() {
    cpu = 15;
    measure(0, host("h1", "a", figures("a", 1, 0, 0), figures("b", 2, 0, 0)));

    Measured measured =
        measure(2, host("h1", "a", figures("a", 1, 10, 0), figures("b", 2, 2, 0))).orElseThrow();

    assertThat(measured.from().cpu()).isEqualTo(3);
    assertThat(measured.to().cpu()).isZero();
  }

  @Test
  void anotherCountBeginsFromNothing() {
    measure(0, host("h1", "a", figures("a", 1, 1_000, 0)));

    Measured measured = measure(2, host("h1", "z", figures("a", 1, 30, 0))).orElseThrow();

    assertThat(measured.from().requests()).isEqualTo(30);
  }

  @Test
  void whatAHostCountedBeforeItWasAskedIsNotOfTheInterval() {
    measure(0, host("h1", "a"));

    Measured none = measure(2, host("h1", "a", figures("a", 1, 1_000, 50))).orElseThrow();
    Measured next = measure(4, host("h1", "a", figures("a", 1, 1_100, 50))).orElseThrow();

    assertThat(none.from().requests()).isZero();
    assertThat(none.from().errors()).isNull();
    assertThat(next.from().requests()).isEqualTo(100);
    assertThat(next.from().errors()).isZero();
  }

  @Test
  void whatHasNotComeToCountIsNotMeasured() {
    measure(0, host("h1", "a", figures("c", 2, 10, 0)));

    Measured measured = measure(2, host("h1", "a", figures("c", 2, 500, 500))).orElseThrow();

    assertThat(measured.to().requests()).isZero();
    assertThat(measured.to().errors()).isNull();
  }

  @Test
  void aHistogramThatCannotBeReadIsLeftOut() {
    Figures odd = new Figures("default", "web", 1, "a", "s", 10, 0, "nonsense");
    measure(0, host("h1", "a", odd));

    Measured measured = measure(2, host("h1", "a", odd)).orElseThrow();

    assertThat(measured.from().p50()).isNull();
  }

  private Optional<Measured> measure(long second, HostReport... reports) {
    return sampler.measure(rollout, SPEC, List.of(reports), START.plusSeconds(second));
  }

  /**
   * A host with replica a of revision 1, and b of revision 2, which counts, and c, which does not.
   */
  private HostReport host(String host, String since, Figures... figures) {
    List<Figures> counted =
        Arrays.stream(figures)
            .map(
                one ->
                    new Figures(
                        one.namespace(),
                        one.service(),
                        one.revision(),
                        one.instance(),
                        since,
                        one.requests(),
                        one.errors(),
                        one.latency()))
            .toList();
    HostStatus status =
        new HostStatus(
            1,
            "berth",
            host,
            "127.0.0.1",
            Map.of(),
            "1",
            "",
            new HostStatus.Engine(true, "1", "", 1000, 1),
            List.of(status("a", 1, true), status("b", 2, true), status("c", 2, false)),
            List.of(),
            List.of(),
            counted);
    return new HostReport(status, START);
  }

  private static Figures figures(
      String instance, long revision, long requests, long errors, int... millis) {
    Histogram histogram = new Histogram(2);
    Arrays.stream(millis).forEach(value -> histogram.recordValue(value * 1_000L));
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    String latency = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    return new Figures("default", "web", revision, instance, "", requests, errors, latency);
  }

  private Status status(String instance, long revision, boolean counted) {
    return new Status(
        "default",
        "web",
        0,
        "h1",
        instance,
        "c",
        revision,
        "hash",
        true,
        "image",
        InstanceState.RUNNING,
        Health.PASSING,
        counted,
        null,
        0,
        null,
        "",
        "127.0.0.1",
        List.of(),
        cpu,
        64,
        START,
        START);
  }

  private static Spec spec() {
    try {
      return SpecReader.read(Json.mapper().readTree("{\"image\":\"w\",\"ports\":[80]}"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
