package io.berth.server.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.api.Assignment;
import io.berth.api.Fault;
import io.berth.api.Health;
import io.berth.api.Host;
import io.berth.api.HostState;
import io.berth.api.HostStatus;
import io.berth.api.Instance;
import io.berth.api.InstanceState;
import io.berth.api.Json;
import io.berth.api.ProblemCode;
import io.berth.api.Registration;
import io.berth.api.Status;
import io.berth.api.spec.Spec;
import io.berth.server.TestClock;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.InvalidSpec;
import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.Refused;
import io.berth.server.catalog.ServiceName;
import io.berth.server.catalog.SpecReader;
import io.berth.server.host.Hosts;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts, lookups and registrations together, on a clock that goes on only when told. */
class InstancesTest {
  private static final ServiceName WEB = new ServiceName("default", "web");
  private static final Caller PROCESS = new Caller("web", "", Optional.empty());
  private static final Registration HERE =
      new Registration("10.0.0.1", 8080, Duration.ofSeconds(10), null, null, null);

  @TempDir Path dir;
  private final TestClock clock = new TestClock();
  private SqliteJournal journal;
  private LocalHeads heads;
  private Hosts hosts;
  private Lookup lookup;
  private Registrations registrations;

  @BeforeEach
  void open() {
    journal = SqliteJournal.open(dir);
    restart();
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void aRegisteredInstanceIsFoundUntilItsLeaseEnds() {
    assertThat(registrations.put(WEB, "a", HERE, PROCESS).created()).isTrue();
    clock.pass(Duration.ofSeconds(9));
    registrations.expire();
    assertThat(ids()).containsExactly("a");

    clock.pass(Duration.ofSeconds(2));
    registrations.expire();

    assertThat(ids()).isEmpty();
  }

  @Test
  void renewingCostsNoJournalWrite() {
    registrations.put(WEB, "a", HERE, PROCESS);
    long seq = journal.lastSeq();

    for (int i = 0; i < 5; i++) {
      clock.pass(Duration.ofSeconds(8));
      assertThat(registrations.put(WEB, "a", HERE, PROCESS).created()).isFalse();
      registrations.expire();
    }

    assertThat(ids()).containsExactly("a");
    assertThat(journal.lastSeq()).isEqualTo(seq);
  }

  @Test
  void afterARestartAnInstanceHasItsWholeLeaseToRenew() {
    registrations.put(WEB, "a", HERE, PROCESS);
    clock.pass(Duration.ofHours(5));
    restart();

    registrations.expire();
    assertThat(ids()).containsExactly("a");

    clock.pass(Duration.ofSeconds(11));
    registrations.expire();
    assertThat(ids()).isEmpty();
  }

  @Test
  void aDeletedInstanceIsGoneAndMayComeBack() {
    registrations.put(WEB, "a", HERE, PROCESS);
    registrations.delete(WEB, "a", PROCESS);
    registrations.delete(WEB, "a", PROCESS);
    assertThat(ids()).isEmpty();

    assertThat(registrations.put(WEB, "a", HERE, PROCESS).created()).isTrue();
    assertThatThrownBy(() -> registrations.delete(WEB, "b", PROCESS)).isInstanceOf(NotFound.class);
  }

  @Test
  void aRegistrationSaysAllThatIsWrongWithIt() {
    Registration wrong = new Registration("no host", 70_000, Duration.ofMillis(1), 0, null, null);

    assertThatThrownBy(() -> registrations.put(WEB, "a", wrong, PROCESS))
        .isInstanceOfSatisfying(
            InvalidSpec.class,
            invalid ->
                assertThat(invalid.faults())
                    .extracting(Fault::path)
                    .containsExactly("address", "port", "ttl", "weight"));
  }

  @Test
  void onlyPassingInstancesOfHostsThatReportArePassing() {
    hosts.report(
        "h1", report("h1", status("web-0", Health.PASSING), status("web-1", Health.FAILING)));
    assertThat(ids()).containsExactly("web-0");
    assertThat(lookup.instances(WEB, false).instances())
        .extracting(Instance::id)
        .containsExactly("web-0", "web-1");

    clock.pass(Duration.ofSeconds(16));

    assertThat(ids()).isEmpty();
    assertThat(lookup.instances(WEB, false).instances())
        .extracting(Instance::health)
        .containsOnly(Health.FAILING);
    assertThat(hosts.list().items()).extracting(Host::state).containsExactly(HostState.LOST);
  }

  @Test
  void figuresDoNotChangeWhatAnEtagIsMadeOf() {
    hosts.report("h1", report("h1", status("web-0", Health.PASSING)));
    var before = lookup.steady(WEB, false);

    Status same = status("web-0", Health.PASSING);
    Status busier =
        new Status(
            "default",
            "web",
            0,
            "h1",
            "web-0",
            "c",
            1,
            "hash",
            true,
            "web@sha256:1",
            InstanceState.RUNNING,
            Health.PASSING,
            true,
            null,
            0,
            null,
            "",
            "10.0.0.9",
            List.of(),
            900,
            1 << 20,
            same.createdAt(),
            same.startedAt());
    clock.pass(Duration.ofSeconds(2));
    hosts.report("h1", report("h1", busier));

    assertThat(lookup.steady(WEB, false)).isEqualTo(before);
    assertThat(lookup.instances(WEB, false).instances().get(0).status().cpu()).isEqualTo(900);
  }

  @Test
  void afterARestartNothingIsAnsweredBeforeTheHostsHaveReported() throws Exception {
    hosts.report("h1", report("h1", status("web-0", Health.PASSING)));
    assign("h1");
    restart();

    assertThatThrownBy(() -> lookup.instances(WEB, true))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(ProblemCode.NOT_READY));
    clock.pass(Duration.ofSeconds(16));
    assertThat(ids())
        .as("a host that is gone for longer than its lease is believed to be")
        .isEmpty();
  }

  @Test
  void anAgentOfAnotherClusterIsRefused() {
    HostStatus foreign =
        new HostStatus(
            0,
            "other",
            "h1",
            "10.0.0.9",
            Map.of(),
            "",
            "",
            engine(true),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThatThrownBy(() -> hosts.report("h1", foreign))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ProblemCode.WRONG_CLUSTER));
    assertThat(hosts.list().items()).isEmpty();
  }

  @Test
  void aHostWhoseEngineIsAwayIsShownSo() {
    hosts.report(
        "h1",
        new HostStatus(
            0,
            "berth",
            "h1",
            "10.0.0.9",
            Map.of(),
            "",
            "",
            engine(false),
            List.of(),
            List.of(),
            List.of(),
            List.of()));

    assertThat(hosts.get("h1").state()).isEqualTo(HostState.ENGINE_DOWN);
    assertThat(hosts.get("h1").engine().error()).isEqualTo("no such socket");
  }

  private void restart() {
    heads = new LocalHeads(journal);
    LocalReports reports = new LocalReports();
    hosts = new Hosts("berth", heads, heads, reports, vigil(), Duration.ofSeconds(15));
    lookup = new Lookup(heads, hosts);
    registrations = new Registrations(heads, heads, new LocalRenewals(), vigil());
  }

  private Vigil vigil() {
    Instant since = clock.instant();
    return new Vigil(clock, () -> Optional.of(since));
  }

  private List<String> ids() {
    return lookup.instances(WEB, true).instances().stream().map(Instance::id).toList();
  }

  private void assign(String host) throws Exception {
    Spec spec = SpecReader.read(Json.mapper().readValue("{\"image\":\"web\"}", ObjectNode.class));
    Assignment assignment =
        new Assignment("default", "web", 0, host, 1, "web@sha256:1", spec, true);
    heads.write(
        Write.of(
            "controller",
            "",
            List.of(new Draft(Kind.ASSIGNMENT, assignment.key(), 1, assignment))));
  }

  private static HostStatus report(String host, Status... statuses) {
    return new HostStatus(
        0,
        "berth",
        host,
        "10.0.0.9",
        Map.of(),
        "",
        "",
        engine(true),
        List.of(statuses),
        List.of(),
        List.of(),
        List.of());
  }

  private static HostStatus.Engine engine(boolean reachable) {
    return new HostStatus.Engine(
        reachable, "20.10", reachable ? "" : "no such socket", 2000, 1 << 30);
  }

  private static Status status(String id, Health health) {
    return new Status(
        "default",
        "web",
        0,
        "h1",
        id,
        "c",
        1,
        "hash",
        true,
        "web@sha256:1",
        InstanceState.RUNNING,
        health,
        true,
        null,
        0,
        null,
        "",
        "10.0.0.9",
        List.of(),
        10,
        20,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static final class LocalRenewals implements Renewals {
    private Consumer<String> listener;

    @Override
    public void renew(String key) {
      listener.accept(key);
    }

    @Override
    public void forget(String key) {}

    @Override
    public void onRenewal(Consumer<String> all) {
      listener = all;
    }
  }
}
