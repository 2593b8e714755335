package io.berth.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.Lines;
import io.berth.agent.kit.StubRegistry;
import io.berth.api.Health;
import io.berth.api.HostStatus;
import io.berth.api.InstanceState;
import io.berth.api.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReporterTest {
  private final StubRegistry registry = new StubRegistry("berth");
  private final StubRegistry stranger = new StubRegistry("stranger");
  private final AtomicReference<HostStatus> status = new AtomicReference<>();
  private final List<Boolean> outcomes = new CopyOnWriteArrayList<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final Lines lines = new Lines();
  private Reporter reporter;

  @BeforeEach
  void start() {
    report(registry);
  }

  private void report(StubRegistry... servers) {
    if (reporter != null) {
      reporter.close();
    }
    reporter =
        new Reporter(
            new RegistryClient(new Servers(Arrays.stream(servers).map(StubRegistry::uri).toList())),
            () -> Optional.ofNullable(status.get()),
            outcomes::add,
            clock());
    reporter.start();
  }

  @AfterEach
  void close() {
    reporter.close();
    registry.close();
    stranger.close();
    lines.close();
  }

  private Clock clock() {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }

  private static HostStatus status(String version, Status... statuses) {
    return new HostStatus(
        0,
        "berth",
        "h1",
        "127.0.0.1",
        Map.of("zone", "a"),
        version,
        "http://127.0.0.1:7401",
        new HostStatus.Engine(true, "1", "", 2000, 1 << 30),
        List.of(statuses),
        List.of(),
        List.of(),
        List.of());
  }

  /** It runs web-0, as far as this goes. */
  private static HostStatus with(InstanceState state) {
    return status(
        "1",
        new Status(
            "default",
            "web",
            0,
            "h1",
            "web-0",
            "1",
            1,
            "feed",
            true,
            "web",
            state,
            Health.PASSING,
            true,
            null,
            0,
            null,
            "",
            "127.0.0.1",
            List.of(),
            0,
            0,
            null,
            null));
  }

  private CompletableFuture<Void> departure() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            reporter.awaitDeparture("web-0");
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void anInstanceHasDepartedAMomentAfterAServerWasTold() {
    status.set(with(InstanceState.RUNNING));
    reporter.changed();
    await().until(() -> outcomes.contains(true));

    CompletableFuture<Void> departure = departure();
    status.set(with(InstanceState.STOPPING));
    reporter.changed();

    await().atMost(Duration.ofSeconds(10)).until(departure::isDone);
    assertThat(registry.status().orElseThrow().statuses())
        .extracting(Status::state)
        .containsExactly(InstanceState.STOPPING);
  }

  @Test
  void whereNoServerCanBeToldADepartureIsNotWaitedForForEver() {
    status.set(with(InstanceState.RUNNING));
    reporter.changed();
    await().until(() -> outcomes.contains(true));
    registry.down();
    status.set(with(InstanceState.STOPPING));
    reporter.changed();

    CompletableFuture<Void> departure = departure();

    await().atMost(Duration.ofSeconds(10)).until(departure::isDone);
  }

  @Test
  void whatTheAgentBeforeReportedDepartsOnceAServerWasTold() {
    CompletableFuture<Void> departure = departure();
    status.set(with(InstanceState.STOPPING));
    reporter.changed();

    assertThat(departure).succeedsWithin(Duration.ofSeconds(10));
    assertThat(registry.statuses()).isNotEmpty();
  }

  @Test
  void aChangeIsReportedAtOnce() {
    status.set(status("1"));
    reporter.changed();
    await().atMost(Duration.ofSeconds(1)).until(() -> !registry.statuses().isEmpty());
    assertThat(registry.statuses())
        .first()
        .usingRecursiveComparison()
        .ignoringFields("number")
        .isEqualTo(status("1"));
  }

  @Test
  void withoutAChangeItIsReportedEveryTwoSeconds() {
    status.set(status("1"));
    reporter.changed();
    await().atMost(Duration.ofSeconds(10)).until(() -> registry.statuses().size() >= 2);
  }

  @Test
  void nothingIsReportedBeforeThereIsSomething() {
    await()
        .pollDelay(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(1))
        .until(() -> registry.asked().isEmpty() && outcomes.isEmpty());
  }

  @Test
  void aServerThatDoesNotTakeItIsToldAgain() {
    registry.refuseWith(503);
    status.set(status("1"));
    reporter.changed();
    await().until(() -> outcomes.contains(false));
    registry.refuseWith(0);
    await().until(() -> outcomes.contains(true));
  }

  private void reportOnce() {
    int before = outcomes.size();
    status.set(status("1"));
    reporter.changed();
    await().atMost(Duration.ofSeconds(5)).until(() -> outcomes.size() > before);
  }

  private long lastNumber() {
    return registry.status().orElseThrow().number();
  }

  @Test
  void reportsAreNumberedByTheWallClockAndGoOnWhenItIsSetBack() {
    reportOnce();
    long first = lastNumber();
    assertThat(first).isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, now.get()));
    now.set(now.get().minus(Duration.ofDays(30)));
    reportOnce();
    assertThat(lastNumber()).isEqualTo(first + 1);
    now.set(now.get().plus(Duration.ofDays(31)));
    reportOnce();
    assertThat(lastNumber()).isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, now.get()));
    assertThat(outcomes).containsOnly(true);
  }

  @Test
  void anAgentThatIsBehindItsOwnLastReportIsTakenWithinOneReport() {
    long ahead = ChronoUnit.MICROS.between(Instant.EPOCH, now.get()) + 3_600_000_000L;
    registry.knowsReport(ahead);
    reportOnce();
    assertThat(lastNumber()).isEqualTo(ahead + 1);
    assertThat(registry.asked()).hasSize(2);
    assertThat(outcomes).containsOnly(true);
  }

  @Test
  void aServerThatIsNotReadyIsLeftWithinOneReportAndOneLine() {
    stranger.refuseWith(503);
    report(stranger, registry);
    reportOnce();
    reportOnce();
    assertThat(outcomes).containsOnly(true);
    assertThat(stranger.asked()).hasSize(1);
    assertThat(lines.all())
        .containsExactly(
            registry.uri() + " is asked from now on: " + stranger.uri() + " answered 503: not now");
  }

  @Test
  void aServerOfAnotherClusterIsLeftWithinOneReport() {
    report(stranger, registry);
    reportOnce();
    assertThat(outcomes).containsOnly(true);
    assertThat(stranger.statuses()).isEmpty();
  }

  @Test
  void aServerOfAnotherKindIsLeftWithinOneReport() {
    stranger.foreign();
    report(stranger, registry);
    reportOnce();
    assertThat(outcomes).containsOnly(true);
  }

  @Test
  void whereEveryServerIsAwayThatIsSaidOnce() {
    stranger.down();
    registry.down();
    report(stranger, registry);
    for (int i = 0; i < 6; i++) {
      reportOnce();
    }
    assertThat(outcomes).containsOnly(false);
    assertThat(lines.all()).hasSize(1).first().asString().startsWith("status is not reported");
    registry.up();
    reportOnce();
    assertThat(lines.all()).hasSize(3).last().asString().isEqualTo("status is reported again");
  }
}
