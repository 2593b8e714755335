package io.berth.server.journal.sqlite;

import io.berth.server.host.KnownHost;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Writes to a journal in each of the directories given, without end, and says of every write that
 * was answered: {@code answered directory key number seq .}. It begins by trying its last writes
 * again.
 */
public final class WriterProgram {
  private static final int WRITERS = 3;

  private WriterProgram() {}

  /** Takes the directories. */
  public static void main(String[] dirs) {
    for (String dir : dirs) {
      Journal journal = SqliteJournal.open(Path.of(dir));
      for (int writer = 0; writer < WRITERS; writer++) {
        String key = "writer-" + writer;
        new Thread(() -> write(dir, journal, key)).start();
      }
    }
  }

  /** How it is started on a Java of its own. */
  static ProcessBuilder process(List<String> flags, List<String> dirs) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WriterProgram.class.getName());
    command.addAll(dirs);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static void write(String dir, Journal journal, String key) {
    long last =
        journal.versions(Kind.HOST, key, Long.MAX_VALUE, 1).stream()
            .mapToLong(Entry::version)
            .findAny()
            .orElse(0);
    for (long number = Math.max(1, last); ; number++) {
      List<Entry> entries = journal.commit(numbered(key, number));
      synchronized (System.out) {
        System.out.println(
            "answered " + dir + " " + key + " " + number + " " + entries.get(0).seq() + " .");
      }
    }
  }

  /** One write of two documents, which can be tried again. */
  private static Write numbered(String key, long number) {
    KnownHost document = new KnownHost(key, "", Map.of("number", Long.toString(number)));
    return new Write(
        key,
        "",
        Optional.of(new Write.Request(key + "-" + number, "")),
        OptionalLong.empty(),
        Stream.of(key, key + "-too")
            .map(name -> new Draft(Kind.HOST, name, number, document))
            .toList());
  }
}
