package io.berth.server.journal.sqlite;

import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.server.journal.Draft;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQLite journal on a disk that is full; only root can mount a small one. */
class SqliteDiskFullTest {
  @TempDir Path disk;
  private Path ballast;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()));
    ballast = disk.resolve("ballast");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void aWriteFailsWholeWhileTheDiskIsFullAndTheNextSucceedsOnceThereIsRoom() throws Exception {
    try (Journal journal = SqliteJournal.open(disk.resolve("data"))) {
      journal.commit(write(service("default/web", 1, "web:v1")));
      Files.write(ballast, new byte[3 << 20]);
      long version = fill(journal);

      assertThat(journal.lastSeq()).isEqualTo(version);
      assertThat(journal.version(Kind.SERVICE, "default/web", version)).isPresent();
      Files.delete(ballast);
      assertThat(journal.commit(write(big(version + 1))).get(0).seq()).isEqualTo(version + 1);
    }
    try (Journal journal = SqliteJournal.open(disk.resolve("data"))) {
      assertThat(journal.lastSeq()).isGreaterThan(1);
    }
  }

  @Test
  void aJournalThatCannotBeMadeForWantOfRoomLeavesNoneBehind() throws Exception {
    assertThatThrownBy(() -> Files.write(ballast, new byte[5 << 20]))
        .isInstanceOf(IOException.class);

    assertThatThrownBy(() -> SqliteJournal.open(disk.resolve("data")))
        .isInstanceOf(JournalRefused.class);

    assertThat(disk.resolve("data")).isEmptyDirectory();
    Files.delete(ballast);
    SqliteJournal.open(disk.resolve("data")).close();
  }

  /** Writes until that fails, and answers the last version that was answered. */
  private static long fill(Journal journal) {
    long version = 1;
    try {
      while (version < 1000) {
        journal.commit(write(big(version + 1)));
        version++;
      }
    } catch (JournalUnavailable e) {
      assertThat(e).hasMessageContaining("disk of the journal is full");
      return version;
    }
    throw new AssertionError("the disk was never full");
  }

  private static Draft big(long version) {
    return service("default/web", version, "x".repeat(20_000));
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
