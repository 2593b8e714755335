package io.berth.server.cluster;

import static io.berth.server.journal.Drafts.delete;
import static io.berth.server.journal.Drafts.documents;
import static io.berth.server.journal.Drafts.host;
import static io.berth.server.journal.Drafts.rollout;
import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.StaleVersion;
import io.berth.server.journal.Together;
import io.berth.server.journal.Write;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server on its own: a real journal, a real Hazelcast member. */
class OneServerTest {
  @TempDir Path dir;
  private final Servers servers = new Servers();
  private Journal sqlite;
  private FaultyJournal journal;

  @BeforeEach
  void openJournal() {
    sqlite = SqliteJournal.open(dir);
    journal = new FaultyJournal(sqlite);
  }

  @AfterEach
  void close() {
    servers.close();
    sqlite.close();
  }

  @Test
  void whatIsWrittenIsInTheHeadsWhenTheWriteReturns() {
    Cluster server = ready();
    Scribe scribe = server.scribe();
    Heads heads = server.heads();

    Entry first = scribe.write(write(service("default/web", 1, "web:v1"))).get(0);
    assertThat(heads.get(Kind.SERVICE, "default/web")).contains(first);
    Entry second = scribe.write(write(service("default/web", 2, "web:v2"))).get(0);
    assertThat(heads.get(Kind.SERVICE, "default/web")).contains(second);
    assertThat(heads.seq()).isEqualTo(2);

    assertThatThrownBy(() -> scribe.write(write(service("default/web", 2, "web:v3"))))
        .isInstanceOf(StaleVersion.class);
    assertThat(heads.get(Kind.SERVICE, "default/web")).contains(second);
  }

  @Test
  void headsAreListedByKeyWithoutThoseThatAreGone() {
    Cluster server = ready();
    server
        .scribe()
        .write(
            write(
                service("b/two", 1, "v"),
                service("a/one", 1, "v"),
                service("b/one", 1, "v"),
                service("b/three", 1, "v"),
                host("b/h1", 1)));
    server.scribe().write(write(delete(Kind.SERVICE, "b/three", 2)));

    assertThat(server.heads().list(Kind.SERVICE, "b/"))
        .extracting(Entry::key)
        .containsExactly("b/one", "b/two");
    assertThat(server.heads().list(Kind.SERVICE, "")).hasSize(3);
    assertThat(server.heads().list(Kind.SERVICE, "c")).isEmpty();
    assertThat(server.heads().get(Kind.SERVICE, "b/three")).get().matches(Entry::deleted);
    assertThat(server.heads().get(Kind.SERVICE, "b/four")).isEmpty();
  }

  @Test
  void recordsAreWrittenButNotHeld() {
    Cluster server = ready();
    server
        .scribe()
        .write(write(new Draft(Kind.RECORD, "default/web/1", 1, documents().get(Kind.RECORD))));

    assertThat(server.heads().seq()).isEqualTo(1);
    assertThatThrownBy(() -> server.heads().list(Kind.RECORD, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aServerThatStartsHasAllThatTheJournalHolds() {
    for (Kind kind : List.of(Kind.HOST, Kind.INSTANCE, Kind.ASSIGNMENT, Kind.RECORD)) {
      journal.commit(write(new Draft(kind, "a/b/1", 1, documents().get(kind))));
    }
    journal.commit(write(service("a/b", 1, "web:v1"), rollout("a.b.1", 1)));
    journal.commit(write(service("a/b", 2, "web:v2"), delete(Kind.HOST, "a/b/1", 2)));

    Cluster server = ready();

    for (Entry head : journal.heads()) {
      assertThat(server.heads().get(head.kind(), head.key())).contains(head);
    }
    assertThat(server.heads().get(Kind.ROLLOUT, "a.b.1")).isPresent();
    assertThat(server.heads().seq()).isEqualTo(journal.lastSeq());
  }

  @Test
  void rolloutsAreHeldOfTheNewestTenRevisionsOfAService() {
    Cluster server = ready();
    for (int revision = 1; revision <= 12; revision++) {
      server
          .scribe()
          .write(
              write(
                  service("default/web", revision, "web:v" + revision),
                  rollout("default.web." + revision, 1)));
    }
    server.scribe().write(write(service("default/web2", 1, "v"), rollout("default.web2.1", 1)));
    Cluster another = ready();

    for (Heads heads : List.of(server.heads(), another.heads())) {
      assertThat(heads.list(Kind.ROLLOUT, "default.web.")).hasSize(10);
      assertThat(heads.get(Kind.ROLLOUT, "default.web.3")).isPresent();
      assertThat(heads.get(Kind.ROLLOUT, "default.web.2")).isEmpty();
      assertThat(heads.get(Kind.ROLLOUT, "default.web2.1")).isPresent();
    }
    server.scribe().write(write(rollout("default.web.2", 2)));
    assertThat(server.heads().get(Kind.ROLLOUT, "default.web.2")).isEmpty();
    assertThat(server.heads().seq()).isEqualTo(journal.lastSeq());
  }

  @Test
  void aServerIsNotReadyBeforeTheJournalHasAnsweredOnce() {
    journal.commit(write(service("default/web", 1, "web:v1")));
    journal.away(true);
    Cluster server = servers.start(journal);
    await().during(Duration.ofMillis(300)).until(() -> !server.ready());

    journal.away(false);

    await().atMost(Duration.ofSeconds(5)).until(server::ready);
    assertThat(server.heads().list(Kind.SERVICE, "")).hasSize(1);
  }

  @Test
  void withTheJournalAwayReadsGoOnAndWritesAreRefusedUntilItIsBack() {
    Cluster server = ready();
    server.scribe().write(write(service("default/web", 1, "web:v1")));

    journal.away(true);
    assertThatThrownBy(() -> server.scribe().write(write(service("default/web", 2, "web:v2"))))
        .isInstanceOf(JournalUnavailable.class);
    assertThat(server.heads().list(Kind.SERVICE, "")).hasSize(1);
    assertThat(server.ready()).isTrue();
    sqlite.commit(write(service("default/web", 2, "web:v2")));
    journal.away(false);

    await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> version(server, "default/web") == 2 && server.heads().seq() == 2);
  }

  @Test
  void whatWasCommittedButNotPublishedIsThereWithinTwoSeconds() {
    Cluster server = ready();

    sqlite.commit(write(service("default/web", 1, "web:v1")));

    await().atMost(Duration.ofSeconds(2)).until(() -> version(server, "default/web") == 1);
  }

  @Test
  void aRequestTriedAgainBringsItsOldVersionNowhere() {
    Cluster server = ready();
    Write first =
        new Write(
            "tester",
            "",
            Optional.of(new Write.Request("r1", "")),
            OptionalLong.empty(),
            List.of(service("default/web", 1, "web:v1")));
    server.scribe().write(first);
    server.scribe().write(write(service("default/web", 2, "web:v2")));

    assertThat(server.scribe().write(first)).extracting(Entry::version).containsExactly(1L);
    assertThat(version(server, "default/web")).isEqualTo(2);
  }

  @Test
  void listenersAreToldOfEveryVersionOnceAndInOrder() throws Exception {
    Cluster server = ready();
    Map<String, Long> told = new ConcurrentHashMap<>();
    server
        .heads()
        .onChange(
            entry -> {
              assertThat(server.heads().get(entry.kind(), entry.key()).orElseThrow().version())
                  .isGreaterThanOrEqualTo(entry.version());
              told.merge(
                  entry.key(), entry.version(), (last, next) -> next == last + 1 ? next : -1000);
            });

    Together.run(
        8,
        writer -> {
          for (int version = 1; version <= 50; version++) {
            server.scribe().write(write(service("default/s" + writer, version, "v")));
          }
          return null;
        });

    await().atMost(Duration.ofSeconds(2)).until(() -> server.heads().seq() == 400);
    assertThat(told).hasSize(8).allSatisfy((key, version) -> assertThat(version).isEqualTo(50));
  }

  @Test
  void aListenerThatFailsDoesNotKeepOthersFromHearing() {
    Cluster server = ready();
    List<String> heard = new CopyOnWriteArrayList<>();
    server
        .heads()
        .onChange(
            entry -> {
              throw new IllegalStateException("a fault of the test");
            });
    server.heads().onChange(entry -> heard.add(entry.key()));

    server.scribe().write(write(service("default/web", 1, "web:v1")));

    assertThat(heard).containsExactly("default/web");
  }

  @Test
  void aServerIsReachedByItsPeersOnItsOwnAddressOnly() throws Exception {
    Cluster server = ready();
    int port = server.hazelcast().getCluster().getLocalMember().getAddress().getPort();

    connect(127, 0, 0, 1, port);
    assertThatThrownBy(() -> connect(127, 0, 0, 2, port)).isInstanceOf(ConnectException.class);
  }

  private static void connect(int a, int b, int c, int d, int port) throws IOException {
    byte[] address = {(byte) a, (byte) b, (byte) c, (byte) d};
    new Socket(InetAddress.getByAddress(address), port).close();
  }

  private Cluster ready() {
    Cluster server = servers.start(journal);
    await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(10)).until(server::ready);
    return server;
  }

  private static long version(Cluster server, String key) {
    return server.heads().get(Kind.SERVICE, key).map(Entry::version).orElse(0L);
  }
}
