package io.berth.server.journal.postgres;

import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Together;
import io.berth.server.journal.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that break in the midst of commits: a request tried again is never applied twice. */
class PostgresLostAnswerIT {
  private TestDatabase database;
  private Relay relay;
  private Journal journal;

  @BeforeEach
  void openJournalThroughARelay() throws Exception {
    database = TestDatabase.create();
    relay = new Relay(Integer.parseInt(database.url().replaceFirst(".*:([0-9]+)/.*", "$1")));
    journal = PostgresJournal.open(relay.through(database.url()));
  }

  @AfterEach
  void close() throws Exception {
    journal.close();
    relay.close();
    database.close();
  }

  @Test
  void aCommitWhoseAnswerIsLostIsFoundWhenTriedAgain() throws Exception {
    relay.nextCommit(Relay.Fate.ITS_ANSWER_IS_LOST);

    assertThatThrownBy(() -> journal.commit(requested("r1", 1)))
        .isInstanceOf(JournalUnavailable.class);
    assertThat(database.number("SELECT count(*) FROM journal")).isEqualTo(1);

    assertThat(journal.commit(requested("r1", 1))).extracting(Entry::seq).containsExactly(1L);
    assertThat(database.number("SELECT count(*) FROM journal")).isEqualTo(1);
  }

  @Test
  void aCommitThatIsLostIsMadeWhenTriedAgain() throws Exception {
    relay.nextCommit(Relay.Fate.IS_LOST);

    assertThatThrownBy(() -> journal.commit(requested("r1", 1)))
        .isInstanceOf(JournalUnavailable.class);
    assertThat(database.number("SELECT count(*) FROM journal")).isZero();

    assertThat(journal.commit(requested("r1", 1))).extracting(Entry::seq).containsExactly(1L);
  }

  @Test
  void aServerHeldUpInItsCommitHoldsTheOthersUpForMomentsOnlyAndCommitsNothingLater()
      throws Exception {
    relay.nextCommit(Relay.Fate.IS_HELD);
    CompletableFuture<List<Entry>> held =
        CompletableFuture.supplyAsync(() -> journal.commit(requested("r1", 1)));
    await().until(relay::done);
    try (Journal other = PostgresJournal.open(database.url())) {
      long before = System.nanoTime();
      other.commit(write(service("default/db", 1, "db:v1")));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }
    relay.resume();

    assertThatThrownBy(held::join).hasCauseInstanceOf(JournalUnavailable.class);
    assertThat(database.number("SELECT count(*) FROM journal")).isEqualTo(1);
    assertThat(journal.commit(requested("r1", 1))).extracting(Entry::seq).containsExactly(2L);
  }

  @Test
  void writersTriedAgainWhileConnectionsAreTerminatedCommitEachRequestOnce() throws Exception {
    int writers = 8;
    int each = 40;
    AtomicInteger writing = new AtomicInteger(writers);
    List<Integer> failures =
        Together.run(
            writers + 1,
            i -> i < writers ? writeWhatComes("default/s" + i, each, writing) : terminate(writing));

    assertThat(failures.stream().mapToInt(Integer::intValue).sum()).isPositive();
    List<Entry> all =
        await()
            .ignoreExceptionsInstanceOf(JournalUnavailable.class)
            .until(() -> journal.after(0, writers * each + 1), entries -> true);
    assertThat(all)
        .extracting(Entry::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 1L * writers * each).boxed().toList());
  }

  /** Commits versions in turn, each until it is answered; one applied twice would be stale. */
  private int writeWhatComes(String key, int count, AtomicInteger writing) {
    int failures = 0;
    long version = 1;
    while (version <= count) {
      try {
        journal.commit(requested(key + "-" + version, key, version));
        version++;
      } catch (JournalUnavailable e) {
        assertThat(e).hasMessageNotContaining("web:v");
        failures++;
      }
    }
    writing.decrementAndGet();
    return failures;
  }

  private int terminate(AtomicInteger writing) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              database.number(
                  "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                      + " WHERE application_name = 'berth' AND datname = current_database()");
              return writing.get() == 0;
            });
    return 0;
  }

  private static Write requested(String id, long version) {
    return requested(id, "default/web", version);
  }

  private static Write requested(String id, String key, long version) {
    return new Write(
        "tester",
        "",
        Optional.of(new Write.Request(id, id)),
        OptionalLong.empty(),
        List.of(service(key, version, "web:v" + version)));
  }
}
