package io.berth.server.cluster;

import static io.berth.server.journal.Drafts.rollout;
import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.map.IMap;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.StaleVersion;
import io.berth.server.journal.Together;
import io.berth.server.journal.Write;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on one journal, each a real Hazelcast member. */
class ServersTogetherIT {
  private static final Duration CONVERGED = Duration.ofSeconds(2);

  @TempDir Path dir;
  private final Servers servers = new Servers();
  private Journal journal;

  @BeforeEach
  void openJournal() {
    journal = SqliteJournal.open(dir);
  }

  @AfterEach
  void close() {
    servers.close();
    journal.close();
  }

  @Test
  void whatOneWritesTheOtherHolds() {
    Cluster one = ready(journal);
    Cluster two = ready(journal);

    Entry entry = one.scribe().write(write(service("default/web", 1, "web:v1"))).get(0);

    await()
        .atMost(CONVERGED)
        .until(() -> two.heads().get(Kind.SERVICE, "default/web").equals(Optional.of(entry)));
    await().atMost(CONVERGED).until(() -> two.heads().seq() == 1);
  }

  @Test
  void whatAServerCommittedBeforeItWasKilledComesToAllOthersAndTheMap() {
    Cluster one = ready(journal);
    Cluster two = ready(journal);
    one.scribe().write(write(service("default/web", 1, "web:v1")));

    // As one that is killed after its commit: nobody publishes version 2.
    journal.commit(write(service("default/web", 2, "web:v2")));

    await().atMost(CONVERGED).until(() -> version(one) == 2 && version(two) == 2);
    await().atMost(CONVERGED).until(() -> published(one) == 2);
  }

  @Test
  void aLatePublicationOfAnOlderVersionChangesNothing() {
    Cluster one = ready(journal);
    Cluster two = ready(journal);
    Entry old = one.scribe().write(write(service("default/web", 1, "web:v1"))).get(0);
    one.scribe().write(write(service("default/web", 2, "web:v2")));
    await().atMost(CONVERGED).until(() -> published(one) == 2);

    map(two)
        .executeOnKey(
            "SERVICE/default/web",
            new MoveForward(Map.of("SERVICE/default/web", EntryJson.envelope(old))));

    assertThat(published(one)).isEqualTo(2);
    assertThat(version(one)).isEqualTo(2);
    assertThat(version(two)).isEqualTo(2);
  }

  @Test
  void noReaderOfAnyServerSeesAnOlderVersionAfterANewer() throws Exception {
    Cluster one = ready(journal);
    Cluster two = ready(journal);
    AtomicBoolean done = new AtomicBoolean();

    Together.run(
        4,
        thread -> {
          Cluster server = thread % 2 == 0 ? one : two;
          if (thread < 2) {
            writeTo(server, 200);
            done.set(true);
          } else {
            long seen = 0;
            while (!done.get()) {
              long version = version(server);
              assertThat(version).isGreaterThanOrEqualTo(seen);
              seen = version;
            }
          }
          return null;
        });

    long last = journal.heads().get(0).version();
    assertThat(last).isGreaterThanOrEqualTo(200);
    await().atMost(CONVERGED).until(() -> version(one) == last && version(two) == last);
  }

  @Test
  void aServerThatJoinsWhileTheJournalIsAwayServesWhatItsPeersHold() {
    Cluster one = ready(journal);
    one.scribe().write(write(service("default/web", 1, "web:v1")));
    assertThat(map(one).isEmpty()).isTrue();
    FaultyJournal away = new FaultyJournal(journal);
    away.away(true);

    Cluster two = ready(away);
    assertThat(version(two)).isEqualTo(1);
    one.scribe().write(write(service("default/web", 2, "web:v2")));
    await().atMost(CONVERGED).until(() -> version(two) == 2);

    away.away(false);
    journal.commit(write(service("default/web", 3, "web:v3")));
    await().atMost(CONVERGED.plusSeconds(1)).until(() -> two.heads().seq() == 3);
  }

  @Test
  void theMapIsWholeAgainAfterServersThatHeldPartsOfItWereKilledTogether() {
    FaultyJournal own = new FaultyJournal(journal);
    Cluster one = ready(own);
    Cluster two = ready(journal);
    Cluster three = ready(journal);
    for (int i = 0; i < 200; i++) {
      one.scribe().write(write(service("default/s" + i, 1, "v")));
    }
    await().atMost(CONVERGED).until(() -> map(one).size() == 200);
    own.away(true);

    Cluster four = ready(journal);
    two.hazelcast().getLifecycleService().terminate();
    three.hazelcast().getLifecycleService().terminate();

    await().atMost(Duration.ofSeconds(10)).until(() -> map(one).size() == 200);
    servers.kill(two);
    servers.kill(three);
    assertThat(ready(own).heads().list(Kind.SERVICE, "")).hasSize(200);
    assertThat(four.heads().list(Kind.SERVICE, "")).hasSize(200);
  }

  @Test
  void aServerThatWasLeftAloneSharesWhatItHoldsWithTheNextThatJoins() {
    Cluster one = ready(journal);
    Cluster two = ready(journal);
    one.scribe().write(write(service("default/web", 1, "web:v1")));
    await().atMost(CONVERGED).until(() -> published(one) == 1);
    servers.end(two);
    await().atMost(CONVERGED).until(() -> one.hazelcast().getCluster().getMembers().size() == 1);
    one.scribe().write(write(service("default/web", 2, "web:v2")));
    assertThat(published(one)).isEqualTo(1);
    await().atMost(CONVERGED).until(() -> !one.hazelcast().getMap(Maps.MARKS).containsKey("heads"));
    FaultyJournal away = new FaultyJournal(journal);
    away.away(true);

    Cluster three = ready(away);

    assertThat(version(three)).isEqualTo(2);
  }

  @Test
  void aLargeWriteIsHeldAtOnceAndPublishedWithinSeconds() {
    Cluster one = ready(journal);
    Cluster two = ready(journal);
    List<Draft> drafts =
        IntStream.range(0, 20_000).mapToObj(i -> service("default/s" + i, 1, "web:v1")).toList();

    one.scribe().write(Write.of("tester", "", drafts));

    assertThat(one.heads().list(Kind.SERVICE, "")).hasSize(20_000);
    await().atMost(Duration.ofSeconds(10)).until(() -> two.heads().seq() == 20_000);
    await().atMost(Duration.ofSeconds(10)).until(() -> map(one).size() == 20_000);
  }

  @Test
  void theMapHoldsNoMoreRolloutsThanTheServersDo() {
    Cluster one = ready(journal);
    Cluster two = ready(journal);
    for (int revision = 1; revision <= 15; revision++) {
      Cluster writer = revision % 2 == 0 ? one : two;
      await().atMost(CONVERGED).until(() -> one.heads().seq() == two.heads().seq());
      writer
          .scribe()
          .write(
              write(service("default/web", revision, "v"), rollout("default.web." + revision, 1)));
    }

    await().atMost(CONVERGED).until(() -> published(one) == 15);
    await().atMost(CONVERGED).until(() -> map(one).size() == 11);
    assertThat(map(one).keySet()).contains("ROLLOUT/default.web.6", "ROLLOUT/default.web.15");
  }

  @Test
  void aServerOfAnotherClusterStaysAway(@TempDir Path elsewhere) {
    Cluster one = ready(journal);
    try (Servers others = new Servers();
        Journal own = SqliteJournal.open(elsewhere)) {
      Cluster stranger = others.start(own);

      assertThat(stranger.hazelcast().getCluster().getMembers()).hasSize(1);
      assertThat(one.hazelcast().getCluster().getMembers()).hasSize(1);
    }
  }

  private void writeTo(Cluster server, int times) {
    for (int done = 0; done < times; ) {
      try {
        server.scribe().write(write(service("default/web", version(server) + 1, "v")));
        done++;
      } catch (StaleVersion e) {
        // The other was first; this server hears of it soon.
        Thread.onSpinWait();
      }
    }
  }

  private Cluster ready(Journal of) {
    Cluster server = servers.start(of);
    await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(10)).until(server::ready);
    return server;
  }

  private static long version(Cluster server) {
    return server.heads().get(Kind.SERVICE, "default/web").map(Entry::version).orElse(0L);
  }

  private static IMap<String, Envelope> map(Cluster server) {
    return server.hazelcast().getMap(Maps.HEADS);
  }

  private static long published(Cluster server) {
    Envelope envelope = map(server).get("SERVICE/default/web");
    return envelope == null ? 0 : envelope.version();
  }
}
