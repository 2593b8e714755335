package io.berth.server.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server that is killed leaves of SQLite itself. */
class NativeLibraryTest {
  @TempDir Path temp;

  @Test
  void aKilledServerLeavesNothingOfItAndNeedsNoFolderForTemporaryFiles() throws Exception {
    Path data = temp.resolve("data");

    writeUntilKilled(data, temp.resolve("missing"));

    assertThat(names(temp)).containsExactly("data");
    assertThat(names(data))
        .containsExactly("journal.db", "journal.db-shm", "journal.db-wal", "server.lock");
  }

  @Test
  void whatWasLeftByOneThatWasKilledWhileItUnpackedIsRemoved() throws Exception {
    Path data = temp.resolve("data");
    Path folder = Files.createDirectories(data.resolve("native"));
    Files.writeString(folder.resolve("sqlite-3-libsqlitejdbc.so"), "half of it");
    Files.createFile(folder.resolve("sqlite-3-libsqlitejdbc.so.lck"));

    writeUntilKilled(data, temp);

    assertThat(folder).doesNotExist();
    assertThat(names(temp)).containsExactly("data");
  }

  private static void writeUntilKilled(Path data, Path temporary) throws Exception {
    Process process =
        WriterProgram.process(
                List.of("-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData"),
                List.of(data.toString()))
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).startsWith("answered ");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static List<String> names(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
