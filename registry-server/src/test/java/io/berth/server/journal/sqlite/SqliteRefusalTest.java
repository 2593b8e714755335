package io.berth.server.journal.sqlite;

import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says when its journal must not be opened, and that it changes nothing then. */
class SqliteRefusalTest {
  @TempDir Path temp;
  private Path dir;
  private Path file;

  @BeforeEach
  void aJournalOfAFewPages() {
    dir = temp.resolve("data");
    file = dir.resolve("journal.db");
    try (Journal journal = SqliteJournal.open(dir)) {
      for (int version = 1; version <= 50; version++) {
        journal.commit(write(service("default/web", version, "x".repeat(1000))));
      }
    }
  }

  @Test
  void aDataDirectoryThatIsAFile() throws IOException {
    Path plain = Files.writeString(temp.resolve("plain"), "text");

    refused(plain, plain + " is not a directory");
    refused(plain.resolve("below"), "cannot be written");
    assertThat(plain).hasContent("text");
  }

  @Test
  void aDataDirectoryThatCannotBeWritten() {
    refused(Path.of("/proc/self"), "/proc/self cannot be written");
    refused(Path.of("/proc/berth"), "/proc/berth cannot be written");
  }

  @Test
  void aDataDirectoryThatIsInUse() {
    try (Journal journal = SqliteJournal.open(dir)) {
      refused(dir, dir + " is in use by another server");
      refused(dir.resolve("../data"), "is in use");
      journal.commit(write(service("default/web", 51, "still mine")));
    }
    SqliteJournal.open(dir).close();
  }

  @Test
  void anEmptyFile() throws Exception {
    truncate(0);
    refusedUnchanged("is damaged: it is empty");
  }

  @Test
  void aFileThatIsNotSqlite() throws Exception {
    Files.writeString(file, "This is no database. ".repeat(100));
    refusedUnchanged("is damaged: it is not an SQLite file");
    Files.writeString(file, "short");
    refusedUnchanged("is damaged: it is not an SQLite file");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10})
  void aTruncatedFile(int pages) throws Exception {
    truncate(pages * 4096L);
    refusedUnchanged("is damaged: it is truncated");
    truncate(pages * 4096L - 1000);
    refusedUnchanged("is damaged");
  }

  @Test
  void aFileWithAPageOverwritten() throws Exception {
    try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
      pages.seek(4096);
      pages.write(new byte[4096]);
    }
    refusedUnchanged("is damaged");
  }

  @Test
  void aFileOfAnotherProgram() throws Exception {
    sql("PRAGMA application_id = 7");
    refusedUnchanged("is an SQLite file of another program");
  }

  @Test
  void aFileOfANewerServer() throws Exception {
    sql("PRAGMA user_version = 2");
    refusedUnchanged("is of schema version 2, this server knows only 1");
  }

  @Test
  void aFileOfANewerServerThatSaysSoOnlyInItsLog() throws Exception {
    Path crashed = Files.createDirectory(temp.resolve("crashed"));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA user_version = 2");
      Files.copy(file, crashed.resolve("journal.db"));
      Files.copy(dir.resolve("journal.db-wal"), crashed.resolve("journal.db-wal"));
    }
    dir = crashed;
    refusedUnchanged("is of schema version 2");
  }

  @Test
  void aFileThatIsMissingWhereItsLogIsNot() throws Exception {
    Files.delete(file);
    Files.writeString(dir.resolve("journal.db-wal"), "frames");
    refusedUnchanged("is missing, but its write-ahead log is there");
  }

  @Test
  void aFreshDirectoryWithADamagedFileGetsNoOtherFile() throws Exception {
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.write(other.resolve("journal.db"), "no database".getBytes(StandardCharsets.UTF_8));
    dir = other;
    refusedUnchanged("is damaged");
  }

  @Test
  void aRefusedDirectoryOpensOnceItIsMended() throws Exception {
    byte[] sound = Files.readAllBytes(file);
    truncate(4096);
    refusedUnchanged("is damaged");
    Files.write(file, sound);

    try (Journal journal = SqliteJournal.open(dir)) {
      assertThat(journal.lastSeq()).isEqualTo(50);
    }
  }

  private void refusedUnchanged(String why) throws IOException {
    Map<Path, String> before = content();
    refused(dir, why);
    assertThat(content()).isEqualTo(before);
  }

  private static void refused(Path dir, String why) {
    assertThatThrownBy(() -> SqliteJournal.open(dir).close())
        .isInstanceOf(JournalRefused.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  private Map<Path, String> content() throws IOException {
    Map<Path, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(dir)) {
      files.forEach(
          path -> {
            try {
              content.put(path, new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return content;
  }

  private void truncate(long size) throws IOException {
    try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
      pages.setLength(size);
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement run = other.createStatement()) {
      run.execute(statement);
    }
  }
}
