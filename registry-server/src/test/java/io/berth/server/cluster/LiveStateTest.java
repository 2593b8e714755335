package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.api.HostStatus;
import io.berth.server.host.HostReport;
import io.berth.server.journal.Journal;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers share and do not journal: reports and renewals. */
class LiveStateTest {
  private static final Instant AT = Instant.parse("2026-01-01T10:00:00.123456Z");
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
    HostReport report = report("h1", AT, "1.0");
    one.reports().put(report);

    assertThat(one.reports().get("h1")).contains(report);
    assertThat(one.reports().all()).containsExactly(report);
    assertThat(one.reports().get("h2")).isEmpty();
    await().atMost(SHARED).until(() -> two.reports().get("h1").equals(Optional.of(report)));
  }

  @Test
  void anEarlierReportThatComesLateIsDropped() {
    HostReport report = report("h1", AT, "1.0");
    one.reports().put(report);
    await().atMost(SHARED).until(() -> two.reports().get("h1").isPresent());

    two.reports().put(report("h1", AT.minusMillis(1), "0.9"));

    assertThat(two.reports().get("h1")).contains(report);
    HostReport next = report("h1", AT.plusMillis(1), "1.1");
    two.reports().put(next);
    await().atMost(SHARED).until(() -> one.reports().get("h1").equals(Optional.of(next)));
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

    one.reports().put(report("h1", AT, "1.0"));
    await().atMost(SHARED).until(() -> heard.size() == 1);
    two.reports().put(report("h1", AT.plusSeconds(2), "1.1"));

    assertThat(heard).containsExactly("none->1.0", "1.0->1.1");
  }

  @Test
  void aServerThatJoinsHoldsWhatWasReportedAndRenewedBefore() {
    one.reports().put(report("h1", AT, "1.0"));
    one.renewals().renew("default/web/a", AT);
    await().atMost(SHARED).until(() -> two.reports().get("h1").isPresent());
    await().atMost(SHARED).until(() -> two.renewals().last("default/web/a").isPresent());

    Cluster three = servers.start(journal);

    assertThat(three.reports().get("h1")).isPresent();
    assertThat(three.renewals().last("default/web/a")).isPresent();
  }

  @Test
  void theLastRenewalCountsWhereverItCameIn() {
    String key = "default/web/a";
    assertThat(one.renewals().last(key)).isEmpty();
    one.renewals().renew(key, AT.plusSeconds(5));
    assertThat(one.renewals().last(key)).contains(AT.plusSeconds(5).minusNanos(456_000));
    await().atMost(SHARED).until(() -> two.renewals().last(key).isPresent());

    two.renewals().renew(key, AT);
    two.renewals().renew(key, AT.plusSeconds(10));

    Instant last = AT.plusSeconds(10).minusNanos(456_000);
    assertThat(two.renewals().last(key)).contains(last);
    await().atMost(SHARED).until(() -> one.renewals().last(key).equals(Optional.of(last)));
  }

  @Test
  void aForgottenInstanceIsForgottenByAllAndMayComeAgain() {
    String key = "default/web/a";
    one.renewals().renew(key, AT);
    await().atMost(SHARED).until(() -> two.renewals().last(key).isPresent());

    two.renewals().forget(key);
    assertThat(two.renewals().last(key)).isEmpty();
    two.renewals().renew(key, AT.plusSeconds(1));

    await().atMost(SHARED).until(() -> one.renewals().last(key).filter(AT::isBefore).isPresent());
    assertThat(two.renewals().last(key)).isPresent();
    two.renewals().forget(key);
    await().atMost(SHARED).until(() -> one.renewals().last(key).isEmpty());
  }

  private static HostReport report(String host, Instant at, String agent) {
    return new HostReport(
        new HostStatus(
            0,
            "berth",
            host,
            "127.0.0.1",
            Map.of("zone", "a"),
            agent,
            new HostStatus.Engine(true, "20.10", "", 2000, 1L << 30),
            List.of(),
            List.of(),
            List.of()),
        at);
  }
}
