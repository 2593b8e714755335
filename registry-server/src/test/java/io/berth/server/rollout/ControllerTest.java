package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.api.Rollout;
import io.berth.server.catalog.ServiceName;
import io.berth.server.catalog.SpecReader;
import io.berth.server.catalog.Succession;
import io.berth.server.host.Hosts;
import io.berth.server.host.LocalReports;
import io.berth.server.host.Vigil;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import io.berth.server.journal.LocalHeads;
import io.berth.server.journal.Write;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerTest {
  private static final ServiceName WEB = new ServiceName("default", "web");
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path dir;
  private final AtomicBoolean mayLead = new AtomicBoolean(true);
  private SqliteJournal journal;
  private LocalHeads heads;
  private Controller controller;

  @BeforeEach
  void start() {
    journal = SqliteJournal.open(dir);
    heads = new LocalHeads(journal);
    LocalReports reports = new LocalReports();
    Clock clock = Clock.systemUTC();
    Vigil vigil = new Vigil(clock, () -> Optional.of(clock.instant()));
    Hosts hosts = new Hosts("berth", heads, heads, reports, vigil, Duration.ofSeconds(15));
    controller =
        new Controller(heads, heads, journal, reports, hosts, "s1/run", mayLead::get, clock);
    controller.start();
  }

  @AfterEach
  void close() {
    controller.close();
    journal.close();
  }

  @Test
  void aRolloutThatComesInBeforeTheRevisionThatItIsForIsDrivenAllTheSame() throws Exception {
    List<Entry> written = journal.commit(firstRevision());

    heads.hold(of(Kind.ROLLOUT, written));
    await().atMost(SOON).until(() -> !journal.leases("controller").isEmpty());
    assertThat(rollout().reason()).isEmpty();
    heads.hold(of(Kind.SERVICE, written));

    await().atMost(SOON).until(() -> rollout().reason().startsWith("waits: no host"));
  }

  @Test
  void aServerThatDoesNotHearEnoughGivesTheLeaseAwayAndTakesItBackOnceItDoes() {
    await().atMost(SOON).until(() -> !journal.leases("controller").isEmpty());

    mayLead.set(false);
    await().atMost(SOON).until(() -> journal.leases("controller").isEmpty());

    mayLead.set(true);
    await().atMost(SOON).until(() -> !journal.leases("controller").isEmpty());
  }

  private static Write firstRevision() throws Exception {
    JsonNode document = Json.mapper().readTree("{\"image\":\"web:v1\"}");
    Succession first = new Succession(WEB, Optional.empty(), Optional.empty());
    return Write.of(
        "anna", "", first.update(document, SpecReader.read(document), Clock.systemUTC().instant()));
  }

  private static Entry of(Kind kind, List<Entry> entries) {
    return entries.stream().filter(entry -> entry.kind() == kind).findFirst().orElseThrow();
  }

  private Rollout rollout() {
    return heads.get(Kind.ROLLOUT, WEB.rollout(1)).orElseThrow().document(Rollout.class);
  }
}
