package io.berth.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Analysis;
import io.berth.api.Health;
import io.berth.api.HostStatus;
import io.berth.api.InstanceState;
import io.berth.api.Json;
import io.berth.api.Rollout;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.Status;
import io.berth.api.spec.Strategy;
import io.berth.server.TestClock;
import io.berth.server.catalog.ServiceName;
import io.berth.server.host.Hosts;
import io.berth.server.host.KnownHost;
import io.berth.server.host.LocalReports;
import io.berth.server.host.Vigil;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Kind;
import io.berth.server.journal.LocalHeads;
import io.berth.server.journal.Write;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesTest {
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final TestClock clock = new TestClock();
  private final LocalReports reports = new LocalReports();
  private final Nudges nudges = new Nudges();
  private final Set<String> nudged = new ConcurrentSkipListSet<>();
  private SqliteJournal journal;
  private LocalHeads heads;
  private Changes changes;

  @BeforeEach
  void open(@TempDir Path dir) {
    journal = SqliteJournal.open(dir);
    heads = new LocalHeads(journal);
    Instant since = clock.instant();
    Vigil vigil = new Vigil(clock, () -> Optional.of(since));
    Hosts hosts = new Hosts("berth", heads, heads, reports, vigil, LEASE);
    changes = new Changes(nudges, heads, reports, hosts);
    listen(Topic.service(new ServiceName("default", "web")));
    listen(Topic.service(new ServiceName("default", "db")));
    listen(Topic.host("h1"));
    listen(Topic.host("h2"));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void aNewRevisionNudgesItsServiceAlone() {
    write(Kind.SERVICE, "default/web", Json.mapper().createObjectNode());

    assertThat(nudged).containsExactly("default/web");
  }

  @Test
  void aRolloutNudgesItsServiceAndTheHostsThatItGoesTo() {
    write(Kind.ROLLOUT, "default.web.1", rollout("h1"));

    assertThat(nudged).containsExactly("default/web", "h1");
  }

  @Test
  void aRolloutThatWasOnlyMeasuredNudgesNoHost() {
    write(Kind.ROLLOUT, "default.web.1", rollout("h1"));
    nudged.clear();

    clock.pass(Duration.ofSeconds(2));
    heads.write(
        Write.of("test", "", List.of(new Draft(Kind.ROLLOUT, "default.web.1", 2, rollout("h1")))));

    assertThat(nudged).containsExactly("default/web");
  }

  @Test
  void anAssignmentThatIsGoneNudgesAllAsItNoLongerSaysWhere() {
    write(Kind.ASSIGNMENT, "default/web/0", null);

    assertThat(nudged).containsExactly("default/db", "default/web", "h1", "h2");
  }

  @Test
  void aReportNudgesTheServicesWhoseContainersAreNewOrGoneOrOtherwise() {
    reports.put(report(status("web", Health.STARTING, 0)));
    assertThat(nudged).containsExactly("default/web");

    nudged.clear();
    reports.put(report(status("web", Health.PASSING, 0)));
    assertThat(nudged).containsExactly("default/web");

    nudged.clear();
    reports.put(report(status("db", Health.PASSING, 0)));
    assertThat(nudged).containsExactly("default/db", "default/web");
  }

  @Test
  void hostsWhoseProxiesFallBackOnAContainerHearThatItIsOtherwise() {
    reports.put(report("h2", status("web", Health.PASSING, 0)));
    nudged.clear();

    reports.put(report(status("web", Health.PASSING, 0)));

    assertThat(nudged).containsExactly("default/web", "h2");
  }

  @Test
  void aReportThatOnlyBringsOtherFiguresWakesNobodyButIsReadByWhoAsks() {
    Topic web = Topic.service(new ServiceName("default", "web"));
    reports.put(report(status("web", Health.PASSING, 10)));
    nudged.clear();
    long before = nudges.counter(web).getAsLong();

    reports.put(report(status("web", Health.PASSING, 20)));

    assertThat(nudged).isEmpty();
    assertThat(nudges.counter(web).getAsLong()).isGreaterThan(before);
  }

  @Test
  void aHostThatIsLostByTheClockNudgesAll() {
    write(Kind.HOST, "h1", new KnownHost("h1", "127.0.0.1", Map.of()));
    reports.put(report(status("web", Health.PASSING, 10)));
    changes.sweep();
    nudged.clear();

    changes.sweep();
    assertThat(nudged).isEmpty();

    clock.pass(LEASE.plusSeconds(1));
    changes.sweep();
    assertThat(nudged).containsExactly("default/db", "default/web", "h1", "h2");
  }

  private void listen(Topic topic) {
    nudges.add(topic, () -> nudged.add(topic.name()));
  }

  private void write(Kind kind, String key, Object document) {
    heads.write(Write.of("test", "", List.of(new Draft(kind, key, 1, document))));
  }

  private Rollout rollout(String host) {
    return new Rollout(
        "default.web.1",
        "default",
        "web",
        0,
        1,
        RolloutKind.UPDATE,
        RolloutState.PREPARING,
        "",
        "",
        Strategy.ROLLING,
        List.of(new Rollout.Slot(0, host, null, null, 0)),
        Rollout.Shift.NONE,
        Analysis.NONE,
        List.of(),
        List.of(),
        0,
        null,
        null,
        clock.instant(),
        clock.instant(),
        clock.instant(),
        null);
  }

  private static HostStatus report(Status status) {
    return report("h1", status);
  }

  private static HostStatus report(String host, Status status) {
    HostStatus.Engine engine = new HostStatus.Engine(true, "1", "", 1000, 1);
    return new HostStatus(
        0,
        "berth",
        host,
        "127.0.0.1",
        Map.of(),
        "1",
        "",
        engine,
        List.of(status),
        List.of(),
        List.of(),
        List.of());
  }

  private Status status(String service, Health health, long cpu) {
    return new Status(
        "default",
        service,
        0,
        "h1",
        service + "-0",
        "c",
        1,
        "hash",
        true,
        "image",
        InstanceState.RUNNING,
        health,
        false,
        null,
        0,
        null,
        "",
        "127.0.0.1",
        List.of(),
        cpu,
        0,
        clock.instant(),
        clock.instant());
  }
}
