package io.berth.server.journal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntriesTest {
  @TempDir Path dir;

  @Test
  void readingOnFromASeqNeverSortsTheWholeJournal() throws Exception {
    SqliteJournal.open(dir).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir + "/journal.db");
        PreparedStatement statement =
            connection.prepareStatement("EXPLAIN QUERY PLAN " + Entries.AFTER);
        ResultSet plan = statement.executeQuery()) {
      assertThat(plan.next()).isTrue();
      assertThat(plan.getString(4)).isEqualTo("SEARCH journal USING INTEGER PRIMARY KEY (rowid>?)");
      assertThat(plan.next()).isFalse();
    }
  }
}
