package io.berth.server.journal.postgres;

import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.journal.Draft;
import io.berth.server.journal.Drafts;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.SharedJournalContract;
import io.berth.server.journal.Together;
import io.berth.server.journal.Write;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The PostgreSQL journal on a real server. */
class PostgresJournalIT extends SharedJournalContract {
  private TestDatabase database;

  @Override
  protected Journal open() throws Exception {
    if (database == null) {
      database = TestDatabase.create();
    }
    return PostgresJournal.open(database.url());
  }

  @AfterEach
  void dropDatabase() throws Exception {
    database.close();
  }

  @Test
  void manyServersThatStartAtOnceMakeTheTablesOnce() throws Exception {
    try (TestDatabase fresh = TestDatabase.create()) {
      Together.run(
          6,
          i -> {
            try (Journal one = PostgresJournal.open(fresh.url())) {
              return one.commit(write(service("default/s" + i, 1, "v")));
            }
          });
      assertThat(fresh.number("SELECT max(seq) FROM journal")).isEqualTo(6);
      assertThat(fresh.number("SELECT sum(version) FROM berth_schema")).isEqualTo(1);
    }
  }

  @Test
  void ofSeveralHostsTheOneThatAnswersIsTaken() {
    journal.commit(write(service("default/web", 1, "v")));

    try (Journal far =
        PostgresJournal.open(
            database.url().replaceFirst("//", "//127.0.0.1:1,") + "&targetServerType=primary")) {
      assertThat(far.lastSeq()).isEqualTo(1);
    }
  }

  @Test
  void aSchemaOfItsOwnInASharedDatabaseHoldsAJournalOfItsOwn() throws Exception {
    database.run("CREATE SCHEMA two");
    journal.commit(write(service("default/web", 1, "v")));

    try (Journal two = PostgresJournal.open(database.url() + "&currentSchema=two")) {
      assertThat(two.lastSeq()).isZero();
      assertThat(two.commit(write(service("default/db", 1, "v"))).get(0).seq()).isEqualTo(1);
    }
    assertThat(journal.heads()).extracting(Entry::key).containsExactly("default/web");
  }

  @Test
  void whatANewerServerOfTheSameSchemaWroteIsPassedOver() throws Exception {
    journal.commit(write(service("default/web", 1, "web:v1")));
    database.run("INSERT INTO journal VALUES (2, 'QUOTA', 'default', 1, 'tester', '', 0, '{}')");

    assertThat(journal.after(0, 10)).hasSize(1);
    assertThat(journal.heads()).hasSize(1);
    assertThat(journal.lastSeq()).isEqualTo(2);
    assertThat(journal.commit(write(service("default/web", 2, "web:v2"))).get(0).seq())
        .isEqualTo(3);
  }

  @Test
  void requestsAreForgottenAfterADayAndNotBefore() throws Exception {
    for (int i = 1; i <= 3; i++) {
      journal.commit(requested("r" + i, i));
    }
    database.run("UPDATE request SET at = at - 86390000 WHERE id = 'r2'");
    database.run("UPDATE request SET at = at - 86400000 WHERE id = 'r1'");

    journal.commit(requested("r4", 4));

    assertThat(journal.committed(new Write.Request("r1", "r1"))).isEmpty();
    assertThat(journal.committed(new Write.Request("r2", "r2"))).isPresent();
  }

  @Test
  void writesAtTheSameTimeShareOneTransaction() throws Exception {
    Together.run(64, i -> journal.commit(write(service("default/s" + i, 1, "v"))));

    // A row knows the transaction that wrote it.
    assertThat(database.number("SELECT count(DISTINCT xmin::text) FROM journal")).isLessThan(32);
  }

  @Test
  void aCommitIsDurableThoughTheRoleWouldHaveItOtherwise() throws Exception {
    database.run("ALTER DATABASE " + database.name() + " SET synchronous_commit = off");

    try (PooledSessions sessions =
        new PooledSessions(Connector.to(database.url(), System.getenv()))) {
      String setting =
          sessions.with(
              session ->
                  session
                      .first(row -> row.text(1), "SELECT current_setting('synchronous_commit')")
                      .orElseThrow());
      assertThat(setting).isEqualTo("on");
    }
  }

  @Test
  void aServerStartsOnTwentyThousandDocumentsInASecond() throws Exception {
    for (int i = 0; i < 200; i++) {
      int part = i;
      journal.commit(
          write(
              IntStream.range(0, 100)
                  .mapToObj(j -> service("default/s" + part + "-" + j, 1, "web:v1"))
                  .toArray(Draft[]::new)));
    }
    long before = System.nanoTime();
    assertThat(journal.heads()).hasSize(20_000);
    assertThat(journal.after(0, 20_000)).hasSize(20_000);
    assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(2000);
  }

  @Test
  void textsOfEveryCharacterKeepTheirOrderAndPrefixes() {
    List<String> keys = List.of("a/", "a/\0", "a/\u0001", "a/\u00010", "a/b", "a/\ud83d\ude80");
    for (String key : keys) {
      journal.commit(write(new Draft(Kind.HOST, key, 1, Drafts.documents().get(Kind.HOST))));
    }
    assertThat(journal.newest(Kind.HOST, "a/", Long.MAX_VALUE, 10)).hasSize(keys.size());
    assertThat(journal.newest(Kind.HOST, "a/\u0001", Long.MAX_VALUE, 10)).hasSize(2);
  }

  private static Write requested(String id, long version) {
    return new Write(
        "tester",
        "",
        Optional.of(new Write.Request(id, id)),
        OptionalLong.empty(),
        List.of(service("default/web", version, "web:v" + version)));
  }
}
