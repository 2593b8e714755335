package io.berth.server.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.server.host.KnownHost;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed at random instants: five journals at once, four times. */
class SqliteCrashTest {
  private static final int JOURNALS = 5;
  private static final int KILLS = 4;
  private static final long SEED = 7400;

  /** A write that was answered. */
  private record Answer(String dir, String key, long number, long seq) {
    /** The last line may have been cut off with the process. */
    static Optional<Answer> read(String line) {
      String[] words = line.split(" ", -1);
      return line.startsWith("answered ") && line.endsWith(" .")
          ? Optional.of(
              new Answer(words[1], words[2], Long.parseLong(words[3]), Long.parseLong(words[4])))
          : Optional.empty();
    }
  }

  @TempDir Path temp;

  @Test
  void noWriteThatWasAnsweredIsLostAndNoneIsThereTwice() throws Exception {
    List<String> dirs =
        IntStream.range(0, JOURNALS).mapToObj(i -> temp.resolve("j" + i).toString()).toList();
    Random random = new Random(SEED);
    List<Answer> answers = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      answers.addAll(writeUntilKilled(dirs, 20 + random.nextInt(300)));
      for (String dir : dirs) {
        check(dir, answers);
        integrity(dir);
      }
    }
    assertThat(answers).hasSizeGreaterThan(KILLS * 20);
  }

  /** Kills the writers after so many answers, in the midst of whatever each is at. */
  private List<Answer> writeUntilKilled(List<String> dirs, int after) throws Exception {
    Process process = WriterProgram.process(List.of(), dirs).start();
    List<Answer> answers = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        boolean more = Answer.read(line).map(answers::add).orElse(false);
        if (more && answers.size() == after) {
          assertThatThrownBy(() -> SqliteJournal.open(Path.of(dirs.get(0))))
              .isInstanceOf(JournalRefused.class)
              .hasMessageContaining("in use by another server (pid " + process.pid() + ")");
          // Not the process's own: that closes the stream, and answers on their way are lost.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return answers;
  }

  private static void check(String dir, List<Answer> answers) {
    try (Journal journal = SqliteJournal.open(Path.of(dir))) {
      List<Entry> all = journal.after(0, Integer.MAX_VALUE);
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).seq()).isEqualTo(i + 1);
      }
      for (Answer answer : answers) {
        if (answer.dir().equals(dir)) {
          Entry entry = all.get((int) answer.seq() - 1);
          assertThat(entry.key()).isEqualTo(answer.key());
          assertThat(entry.version()).isEqualTo(answer.number());
          assertThat(all.get((int) answer.seq()).key()).isEqualTo(answer.key() + "-too");
        }
      }
      Set<String> numbers = new HashSet<>();
      for (Entry entry : all) {
        String number = entry.document(KnownHost.class).labels().get("number");
        assertThat(number).isEqualTo(Long.toString(entry.version()));
        assertThat(numbers.add(entry.key() + " " + number)).isTrue();
      }
    }
  }

  private static void integrity(String dir) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir + "/journal.db");
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(answer.getString(1)).isEqualTo("ok");
    }
  }
}
