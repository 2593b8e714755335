package io.berth.server.journal.postgres;

import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away in every way and comes back: no caller waits long, nothing is lost. */
class PostgresOutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(11);
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  @TempDir static Path temp;
  private static PrivateServer server;
  private TestDatabase database;
  private Journal journal;

  @BeforeAll
  static void startServer() throws Exception {
    server = PrivateServer.start(temp.resolve("postgres"));
  }

  @AfterAll
  static void removeServer() throws Exception {
    server.close();
  }

  @BeforeEach
  void openJournal() throws Exception {
    database = TestDatabase.create(server.url());
    journal = PostgresJournal.open(database.url());
    journal.commit(write(service("default/web", 1, "web:v1")));
  }

  @AfterEach
  void closeJournal() throws Exception {
    journal.close();
    database.close();
  }

  @Test
  void aKilledDatabaseLosesNothingThatWasAnswered() throws Exception {
    server.kill();

    unavailable(() -> journal.commit(write(service("default/web", 2, "web:v2"))), "");
    unavailable(() -> journal.heads(), "127.0.0.1:" + server.port() + " refused");
    server.start();

    assertThat(recovered(journal)).extracting(Entry::version).containsExactly(1L);
    assertThat(journal.commit(write(service("default/web", 2, "web:v2"))).get(0).seq())
        .isEqualTo(2);
  }

  @Test
  void aFrozenDatabaseKeepsNoCallerWaitingForLong() throws Exception {
    server.freeze();
    try {
      unavailable(() -> journal.commit(write(service("default/db", 1, "db:v1"))), "");
      unavailable(() -> journal.claim("controller", "s1", Duration.ofSeconds(10)), "");
      unavailable(() -> journal.heads(), "");
      unavailable(() -> journal.now(), "");
    } finally {
      server.thaw();
    }

    recovered(journal);
    // Whether the first try arrived in the end is open, but the journal goes on from there.
    long version = journal.version(Kind.SERVICE, "default/db", 1).isPresent() ? 2 : 1;
    List<Entry> next = journal.commit(write(service("default/db", version, "db:v1")));
    assertThat(next.get(0).seq()).isEqualTo(version + 1);
  }

  @Test
  void aSilentNetworkKeepsNoCallerWaitingForLong() throws Exception {
    try (Relay relay = new Relay(server.port());
        Journal far = PostgresJournal.open(relay.through(database.url()))) {
      relay.silence();
      unavailable(() -> far.commit(write(service("default/web", 2, "web:v2"))), "");
      unavailable(() -> far.heads(), "");
      relay.resume();

      recovered(far);
    }
  }

  @Test
  void aServerStartsWithoutItsDatabaseAndGoesOnWhenThatIsThere() throws Exception {
    database.close();
    database = TestDatabase.create(server.url());
    server.kill();
    long before = System.nanoTime();
    try (Journal early = PostgresJournal.open(database.url())) {
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
      unavailable(() -> early.lastSeq(), "refused");
      unavailable(() -> early.commit(write(service("default/web", 1, "web:v1"))), "refused");
      server.start();

      assertThat(recovered(early)).isEmpty();
      assertThat(early.commit(write(service("default/web", 1, "web:v1"))).get(0).seq())
          .isEqualTo(1);
    }
  }

  @Test
  void aJournalThatTurnsOutOnlyLaterToBeRefusedIsRefusedByEveryMethod() throws Exception {
    server.kill();
    try (Journal early =
        PostgresJournal.open(database.url().replace("password=berth", "password=secret"))) {
      server.start();

      await()
          .atMost(RECOVERY)
          .untilAsserted(
              () ->
                  assertThatThrownBy(early::lastSeq)
                      .isInstanceOf(JournalRefused.class)
                      .hasMessageContaining("does not let user berth in")
                      .hasMessageNotContaining("secret"));
      assertThatThrownBy(() -> early.commit(write(service("default/web", 2, "web:v2"))))
          .isInstanceOf(JournalRefused.class);
    }
    recovered(journal);
  }

  /** Says so in time, where it is and why, in a line without the password. */
  private static void unavailable(ThrowingCallable call, String why) {
    long before = System.nanoTime();
    assertThatThrownBy(call)
        .isInstanceOf(JournalUnavailable.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("password");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
  }

  /** The heads, once they are there again. */
  private static List<Entry> recovered(Journal journal) {
    return await()
        .atMost(RECOVERY)
        .ignoreExceptionsInstanceOf(JournalUnavailable.class)
        .until(journal::heads, heads -> true);
  }
}
