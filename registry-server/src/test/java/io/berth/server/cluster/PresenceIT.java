package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import io.berth.api.Server;
import io.berth.api.ServerState;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Lease;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers see of each other, each a real Hazelcast member. */
class PresenceIT {
  private static final Duration SOON = Duration.ofSeconds(5);

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
  void everyServerListsAll() {
    Cluster one = servers.start(journal);
    Cluster two = servers.start(journal);

    for (Cluster server : List.of(one, two)) {
      await()
          .atMost(SOON)
          .until(
              () ->
                  states(server).equals(Map.of("s1", ServerState.READY, "s2", ServerState.READY)));
      assertThat(server.presence().servers())
          .extracting(Server::url)
          .containsExactly("http://s1", "http://s2");
    }
  }

  @Test
  void aServerThatLeavesIsListedNoMore() {
    Cluster one = servers.start(journal);
    Cluster two = servers.start(journal);
    await().atMost(SOON).until(() -> states(one).size() == 2);

    servers.end(two);

    await().atMost(SOON).until(() -> states(one).equals(Map.of("s1", ServerState.READY)));
  }

  @Test
  void aServerThatIsKilledIsListedAsAwayAndTheOtherGoesOn() {
    Cluster one = servers.start(journal);
    Cluster two = servers.start(journal);
    await().atMost(SOON).until(() -> states(one).size() == 2);

    servers.kill(two);

    await().atMost(SOON).until(() -> states(one).get("s2") == ServerState.AWAY);
    assertThat(one.presence().reasons()).isEmpty();
    assertThat(one.presence().since()).isPresent();
  }

  @Test
  void aChangeAmongTheServersBeginsAllLeasesAnew() {
    Cluster one = servers.start(journal);
    await().atMost(SOON).until(() -> one.presence().since().isPresent());
    var before = one.presence().since().get();

    servers.start(journal);

    await().atMost(SOON).until(() -> one.presence().since().get().isAfter(before));
  }

  @Test
  void theNameOfAnotherServerIsRefused() {
    servers.start(journal);

    assertThatThrownBy(() -> servers.start("s1", "elsewhere", journal))
        .isInstanceOf(ClusterRefused.class)
        .hasMessageContaining("the name s1 is that of the server at ")
        .hasMessageContaining("--name gives this one another");
  }

  @Test
  void aServerThatIsStartedAgainAfterItWasKilledHasItsNameAtOnce() {
    servers.kill(servers.start(journal));

    assertThat(servers.start("s1", "s1", journal).presence().reasons()).isEmpty();
  }

  @Test
  void theJournalOfAnotherClusterIsRefused() {
    servers.start(journal);
    try (Servers others = new Servers()) {
      assertThatThrownBy(() -> others.start("stranger", "elsewhere", journal))
          .isInstanceOf(ClusterRefused.class)
          .hasMessageContaining("the journal is that of the cluster test-");
    }
    assertThat(journal.leases("server/"))
        .as("what is refused leaves nothing behind")
        .extracting(Lease::name)
        .containsExactly("server/s1");
  }

  @Test
  void aServerThatComesToAReleaseTooFarAwayKeepsOutAndWritesNothing() {
    HazelcastInstance old = servers.stranger("old", Wire.NUMBER - 2);

    Cluster one = servers.start(journal);

    assertThat(one.presence().strange())
        .containsExactly(
            "old runs a release of Berth that this one (1) shares no wire format with; go through"
                + " the releases between, one by one");
    assertThat(one.presence().since()).isEmpty();
    assertThat(one.ready()).isFalse();
    assertThat(journal.leases("server/")).isEmpty();

    old.shutdown();
    await().atMost(SOON).until(one::ready);
    await().atMost(SOON).until(() -> journal.leases("server/").size() == 1);
    await().atMost(SOON).until(() -> one.presence().since().isPresent());
  }

  @Test
  void serversGoOnWhenOneOfAReleaseTooFarAwayComes() {
    Cluster one = servers.start(journal);
    await().atMost(SOON).until(one::ready);

    HazelcastInstance next = servers.stranger("next", Wire.NUMBER + 2);

    assertThat(next.getCluster().getMembers()).hasSize(2);
    assertThat(one.presence().strange()).isEmpty();
    assertThat(one.presence().reasons()).isEmpty();
  }

  @Test
  void aServerWhoseJournalIsAwayWhileAnotherHasItSendsItsCallersThere() {
    FaultyJournal own = new FaultyJournal(journal);
    Cluster one = servers.start(own);
    servers.start(journal);
    await().atMost(SOON).until(() -> states(one).size() == 2);

    own.away(true);
    await()
        .atMost(SOON)
        .until(
            () ->
                one.presence()
                    .reasons()
                    .equals(List.of("the journal cannot be reached from here: away")));

    own.away(false);
    await().atMost(SOON).until(() -> one.presence().reasons().isEmpty());
  }

  @Test
  void aLoneServerWhoseJournalIsAwayIsAsGoodAsAny() {
    FaultyJournal own = new FaultyJournal(journal);
    Cluster one = servers.start(own);
    own.away(true);

    assertThat(one.presence().reasons()).isEmpty();
  }

  private static Map<String, ServerState> states(Cluster server) {
    return server.presence().servers().stream()
        .collect(Collectors.toMap(Server::name, Server::state));
  }
}
