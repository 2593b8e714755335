package io.berth.server;

import static io.berth.server.journal.Drafts.host;
import static io.berth.server.journal.Drafts.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.journal.Draft;
import io.berth.server.journal.Drafts;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Lease;
import io.berth.server.journal.Write;
import io.berth.server.journal.postgres.PostgresJournal;
import io.berth.server.journal.postgres.TestDatabase;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that moves from an SQLite file to PostgreSQL and back. */
class JournalCopyCommandIT {
  private static final Write.Request LAST = new Write.Request("r600", "\0\u0001");

  @TempDir Path temp;
  private TestDatabase database;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void createDatabase() throws Exception {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() throws Exception {
    database.close();
  }

  @Test
  void aJournalIsTheSameAfterTheWayToPostgresqlAndBack() {
    List<Entry> entries;
    Lease lease;
    try (Journal journal = SqliteJournal.open(temp.resolve("one"))) {
      fill(journal);
      entries = journal.after(0, 10_000);
      lease = journal.claim("controller", "s2", Duration.ofHours(1));
    }
    assertThat(entries).hasSizeGreaterThan(500);

    assertThat(copy("sqlite:" + temp.resolve("one"), database.url())).isZero();
    try (Journal journal = PostgresJournal.open(database.url())) {
      same(journal, entries, lease);
    }
    assertThat(copy(database.url(), "sqlite:" + temp.resolve("two"))).isZero();
    try (Journal journal = SqliteJournal.open(temp.resolve("two"))) {
      same(journal, entries, lease);
      assertThat(journal.commit(Drafts.write(host("h1", 2))).get(0).seq())
          .isEqualTo(entries.get(entries.size() - 1).seq() + 1);
    }
    assertThat(err).hasToString("");
  }

  @Test
  void aTargetThatIsNotEmptyStaysAsItIs() {
    try (Journal journal = SqliteJournal.open(temp.resolve("one"))) {
      fill(journal);
    }
    try (Journal journal = PostgresJournal.open(database.url())) {
      journal.commit(Drafts.write(host("h9", 1)));
    }

    assertThat(copy("sqlite:" + temp.resolve("one"), database.url())).isEqualTo(2);
    assertThat(err)
        .hasToString("berth-server: the journal to copy to is not empty: give a new one\n");
    try (Journal journal = PostgresJournal.open(database.url())) {
      assertThat(journal.after(0, 10)).extracting(Entry::key).containsExactly("h9");
    }
  }

  @Test
  void aSourceThatAServerHoldsIsRefused() throws Exception {
    try (Journal journal = SqliteJournal.open(temp.resolve("one"))) {
      assertThat(copy("sqlite:" + temp.resolve("one"), database.url())).isEqualTo(2);
    }
    assertThat(err.toString()).contains("is in use by another server");
  }

  @Test
  void aSourceThatIsNotThereIsNotMade() {
    assertThat(copy("sqlite:" + temp.resolve("none"), database.url())).isEqualTo(2);
    assertThat(err)
        .hasToString("berth-server: there is no journal in " + temp.resolve("none") + "\n");
    assertThat(Files.exists(temp.resolve("none"))).isFalse();
  }

  @Test
  void aDatabaseThatIsAwayIsSaidInOneLine() {
    assertThat(copy("jdbc:postgresql://127.0.0.1:1/berth?user=a&password=s3cr3t", "sqlite:" + temp))
        .isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("berth-server: the journal at 127.0.0.1:1/berth is not available")
        .doesNotContain("s3cr3t");
  }

  private int copy(String from, String to) {
    return BerthServer.run(
        new PrintWriter(err, true), "journal", "copy", "--from", from, "--to", to);
  }

  private static void fill(Journal journal) {
    for (int i = 1; i <= 600; i++) {
      journal.commit(
          new Write(
              "tester",
              "\0 why",
              Optional.of(new Write.Request("r" + i, LAST.fingerprint())),
              OptionalLong.empty(),
              List.of(service("default/web", i, "web:v" + i))));
    }
    Drafts.documents()
        .forEach(
            (kind, document) -> journal.commit(Drafts.write(new Draft(kind, "h1", 1, document))));
    journal.commit(Drafts.write(Drafts.delete(Kind.SERVICE, "default/web", 601)));
    journal.prune(Kind.SERVICE, "default/web", 50);
    journal.claim("controller", "s1", Duration.ofHours(1));
    journal.release("controller", "s1");
  }

  private static void same(Journal journal, List<Entry> entries, Lease lease) {
    assertThat(journal.after(0, 10_000)).isEqualTo(entries);
    assertThat(journal.committed(LAST)).isPresent();
    assertThat(journal.claim("controller", "s3", Duration.ofHours(1))).isEqualTo(lease);
  }
}
