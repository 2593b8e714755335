package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.api.HostStatus;
import io.berth.server.host.HostReport;
import io.berth.server.journal.Journal;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers share and do not journal: reports and renewals. */
class LiveStateTest {
  private static final Duration SHARED = Duration.ofSeconds(2);

  @TempDir Path dir;
  private final Servers servers = new Servers();
  private Journal journal;
  private Cluster one;
  private Cluster two;

  @BeforeEach
  void startTwo() {
    journal = SqliteJournal.open(dir);
    one = servers.start(journal);
    two = servers.start(journal);
  }

  @AfterEach
  void close() {
    servers.close();
    journal.close();
  }

  @Test
  void aReportIsHeldAtOnceHereAndSoonElsewhere() {
    HostStatus report = report("h1", 1, "1.0");
    one.reports().put(report);

    assertThat(one.reports().get("h1")).map(HostReport::status).contains(report);
    assertThat(one.reports().all()).extracting(HostReport::status).containsExactly(report);
    assertThat(one.reports().get("h2")).isEmpty();
    await().atMost(SHARED).until(() -> holds(two, report));
  }

  @Test
  void anEarlierReportThatComesLateIsDropped() {
    HostStatus report = report("h1", 7, "1.0");
    one.reports().put(report);
    await().atMost(SHARED).until(() -> holds(two, report));

    two.reports().put(report("h1", 6, "0.9"));

    assertThat(two.reports().get("h1")).map(HostReport::status).contains(report);
    HostStatus next = report("h1", 8, "1.1");
    two.reports().put(next);
    await().atMost(SHARED).until(() -> holds(one, next));
  }

  @Test
  void listenersHearTheReportBeforeAndTheNewOneWhereverItCameIn() {
    List<String> heard = new CopyOnWriteArrayList<>();
    two.reports()
        .onChange(
            (before, now) ->
                heard.add(
                    (before == null ? "none" : before.status().agentVersion())
                        + "->"
                        + now.status().agentVersion()));

    one.reports().put(report("h1", 1, "1.0"));
    await().atMost(SHARED).until(() -> heard.size() == 1);
    two.reports().put(report("h1", 2, "1.1"));

    assertThat(heard).containsExactly("none->1.0", "1.0->1.1");
  }

  @Test
  void aServerThatJoinsHoldsWhatWasReportedBefore() {
    HostStatus report = report("h1", 1, "1.0");
    one.reports().put(report);
    await().atMost(SHARED).until(() -> holds(two, report));

    Cluster three = servers.start(journal);

    assertThat(holds(three, report)).isTrue();
  }

  @Test
  void aRenewalIsHeardByAllWhereverItCameIn() {
    String key = "default/web/a";
    List<String> here = new CopyOnWriteArrayList<>();
    List<String> there = new CopyOnWriteArrayList<>();
    one.renewals().onRenewal(here::add);
    two.renewals().onRenewal(there::add);

    one.renewals().renew(key);
    assertThat(here).contains(key);
    await().atMost(SHARED).until(() -> there.contains(key));

    here.clear();
    two.renewals().renew(key);
    await().atMost(SHARED).until(() -> here.contains(key));
  }

  @Test
  void aForgottenInstanceMayComeAgain() {
    String key = "default/web/a";
    List<String> there = new CopyOnWriteArrayList<>();
    two.renewals().onRenewal(there::add);
    one.renewals().renew(key);
    await().atMost(SHARED).until(() -> there.contains(key));

    two.renewals().forget(key);
    there.clear();
    one.renewals().renew(key);

    await().atMost(SHARED).until(() -> there.contains(key));
  }

  private static boolean holds(Cluster server, HostStatus report) {
    return server.reports().get("h1").filter(it -> it.status().equals(report)).isPresent();
  }

  private static HostStatus report(String host, long number, String agent) {
    return new HostStatus(
        number,
        "berth",
        host,
        "127.0.0.1",
        Map.of("zone", "a"),
        agent,
        "",
        new HostStatus.Engine(true, "20.10", "", 2000, 1L << 30),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
