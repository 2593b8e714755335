package io.berth.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.StubRegistry;
import io.berth.api.HostStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReporterTest {
  private final StubRegistry registry = new StubRegistry("berth");
  private final AtomicReference<HostStatus> status = new AtomicReference<>();
  private final List<Boolean> outcomes = new CopyOnWriteArrayList<>();
  private Reporter reporter;

  @BeforeEach
  void start() {
    reporter =
        new Reporter(
            new RegistryClient(List.of(registry.uri())),
            () -> Optional.ofNullable(status.get()),
            outcomes::add);
    reporter.start();
  }

  @AfterEach
  void close() {
    reporter.close();
    registry.close();
  }

  private static HostStatus status(String version) {
    return new HostStatus(
        0,
        "berth",
        "h1",
        "127.0.0.1",
        Map.of("zone", "a"),
        version,
        new HostStatus.Engine(true, "1", "", 2000, 1 << 30),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void aChangeIsReportedAtOnce() {
    status.set(status("1"));
    reporter.changed();
    await().atMost(Duration.ofSeconds(1)).until(() -> !registry.statuses().isEmpty());
    assertThat(registry.statuses()).first().isEqualTo(status("1"));
  }

  @Test
  void withoutAChangeItIsReportedEveryTwoSeconds() {
    status.set(status("1"));
    reporter.changed();
    await().atMost(Duration.ofSeconds(10)).until(() -> registry.statuses().size() >= 3);
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
}
