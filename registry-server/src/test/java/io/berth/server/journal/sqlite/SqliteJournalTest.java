package io.berth.server.journal.sqlite;

import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalContract;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Together;
import io.berth.server.journal.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQLite journal on real files. */
class SqliteJournalTest extends JournalContract {
  @TempDir Path dir;

  @Override
  protected Journal open() {
    return SqliteJournal.open(dir);
  }

  @Test
  void theDataDirectoryIsMadeWhereThereIsNone() {
    Path deep = dir.resolve("a b/c%20d#?");
    try (Journal other = SqliteJournal.open(deep)) {
      other.commit(write(service("default/web", 1, "web:v1")));
    }
    try (Journal again = SqliteJournal.open(deep)) {
      assertThat(again.lastSeq()).isEqualTo(1);
    }
    assertThat(deep.resolve("journal.db")).isRegularFile();
  }

  @Test
  void aClosedJournalIsOneFileThatCanBeCopiedAway() throws Exception {
    journal.commit(write(service("default/web", 1, "web:v1")));
    journal.close();

    assertThat(dir.resolve("journal.db-wal")).doesNotExist();
    Path copy = Files.createDirectory(dir.resolve("copy"));
    Files.copy(dir.resolve("journal.db"), copy.resolve("journal.db"));
    try (Journal other = SqliteJournal.open(copy)) {
      assertThat(other.version(Kind.SERVICE, "default/web", 1)).isPresent();
    }
  }

  @Test
  void whatANewerServerOfTheSameSchemaWroteIsPassedOver() throws Exception {
    journal.commit(write(service("default/web", 1, "web:v1")));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + dir + "/journal.db");
        Statement statement = other.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO journal VALUES (2, 'QUOTA', 'default', 1, 'tester', '', 0, '{}')");
    }

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
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + dir + "/journal.db");
        Statement statement = other.createStatement()) {
      statement.executeUpdate("UPDATE request SET at = at - 86390000 WHERE id = 'r2'");
      statement.executeUpdate("UPDATE request SET at = at - 86400000 WHERE id = 'r1'");
    }

    journal.commit(requested("r4", 4));

    assertThat(journal.committed(new Write.Request("r1", "r1"))).isEmpty();
    assertThat(journal.committed(new Write.Request("r2", "r2"))).isPresent();
    assertThat(journal.committed(new Write.Request("r3", "r3"))).isPresent();
  }

  @Test
  void writesAtTheSameTimeShareOneTransaction() throws Exception {
    List<Long> times =
        Together.run(
            64,
            i -> {
              long before = System.nanoTime();
              journal.commit(write(service("default/s" + i, 1, "v")));
              return System.nanoTime() - before;
            });

    // All of one transaction carry its time; 64 of their own would carry many.
    assertThat(times).hasSize(64);
    assertThat(journal.after(0, 64).stream().map(entry -> entry.at()).distinct().count())
        .isLessThan(32);
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
