package io.berth.server.journal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.journal.postgres.PostgresJournal;
import io.berth.server.journal.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That PostgreSQL goes by its indexes, in a database whose collation would not let it. */
class EntriesIT {
  private TestDatabase database;

  @BeforeEach
  void createJournal() throws Exception {
    database = TestDatabase.createLike("TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de'");
    PostgresJournal.open(database.url()).close();
    database.run(
        "INSERT INTO journal SELECT i, 'SERVICE', 'n' || i % 500 || '/web', i / 500 + 1, '', '', 0,"
            + " '{}' FROM generate_series(1, 20000) AS i");
    database.run("ANALYZE journal");
  }

  @AfterEach
  void dropDatabase() throws Exception {
    database.close();
  }

  @Test
  void readingOnFromASeqNeverSortsTheWholeJournal() throws Exception {
    assertThat(plan(Entries.AFTER.replaceFirst("\\?", "19000").replaceFirst("\\?", "100")))
        .anyMatch(line -> line.contains("Index Scan using journal_pkey"))
        .noneMatch(line -> line.contains("Sort"));
  }

  @Test
  void aPrefixOfKeysGoesByTheIndex() throws Exception {
    assertThat(
            plan(
                "SELECT seq FROM journal WHERE kind = 'SERVICE' AND key >= 'n7/' AND key < 'n7/x'"))
        .anyMatch(
            line ->
                line.contains("Index Cond:")
                    && line.contains("key >= 'n7/'")
                    && line.contains("key < 'n7/x'"));
  }

  private List<String> plan(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("EXPLAIN " + sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    }
  }
}
