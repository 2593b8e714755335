package io.berth.server;

import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.postgres.PostgresJournal;
import io.berth.server.journal.sql.SqlJournal;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth-server journal copy}: from one server to a cluster, and back. */
@Command(
    name = "copy",
    description = {
      "Copies a journal into an empty other one, all or nothing.",
      "Stop the servers of both first. Until one is started on the copy, nothing is lost."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class JournalCopyCommand implements Callable<Integer> {
  private static final String SQLITE = "sqlite:";
  private static final String JOURNAL =
      "sqlite:DIR, a data directory, or jdbc:postgresql://HOST:PORT/DATABASE?user=NAME.";

  /** {@code berth-server journal}. */
  @Command(
      name = "journal",
      description = "Looks after journals of servers that do not run.",
      mixinStandardHelpOptions = true,
      subcommands = JournalCopyCommand.class)
  static final class OfJournal {}

  @Option(names = "--from", required = true, paramLabel = "JOURNAL", description = JOURNAL)
  private String from;

  @Option(names = "--to", required = true, paramLabel = "JOURNAL", description = JOURNAL)
  private String to;

  @Spec private CommandSpec spec;

  private JournalCopyCommand() {}

  @Override
  public Integer call() {
    if (from.startsWith(SQLITE) && !Files.isRegularFile(dataDir(from).resolve("journal.db"))) {
      throw new JournalRefused("there is no journal in " + dataDir(from));
    }
    try (SqlJournal source = open(from);
        SqlJournal target = open(to)) {
      long entries = source.copyTo(target);
      spec.commandLine()
          .getOut()
          .printf(
              "copied %d entries up to seq %d from %s to %s%n",
              entries, target.lastSeq(), name(from), name(to));
      return CommandLine.ExitCode.OK;
    } catch (JournalUnavailable e) {
      spec.commandLine().getErr().println("berth-server: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private static SqlJournal open(String journal) {
    return journal.startsWith(SQLITE)
        ? SqliteJournal.open(dataDir(journal))
        : PostgresJournal.open(journal);
  }

  private static Path dataDir(String journal) {
    return Path.of(journal.substring(SQLITE.length()));
  }

  /** Without what may hold a password. */
  private static String name(String journal) {
    return journal.startsWith(SQLITE) ? journal : journal.replaceFirst("\\?.*", "");
  }
}
