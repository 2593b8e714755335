import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Write;
import io.berth.server.journal.postgres.PostgresJournal;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * How long one durable write takes a program that makes one after the other: a raw INSERT that commits,
 * and the same bytes by Berth's journal. A line a round and a subject: its name and the median in
 * microseconds.
 */
final class OneWriter {
  private static final int WARM = 500;
  private static final int WRITES = 2000;

  private long number;

  /** DIR ROUNDS URL SPEC: a folder for SQLite, a JDBC URL of PostgreSQL, and the document. */
  public static void main(String[] args) throws Exception {
    // A database of its own: the servers on the other would follow this journal.
    String own = args[2].replaceFirst("(//[^/]*/)[^?]*", "$1one_writer");
    try (Connection connection = DriverManager.getConnection(args[2]);
        Statement create = connection.createStatement()) {
      create.execute("CREATE DATABASE one_writer");
    }
    new OneWriter().run(Path.of(args[0]), Integer.parseInt(args[1]), own, args[3]);
  }

  private void run(Path dir, int rounds, String url, String spec) throws Exception {
    Files.createDirectories(dir);
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("spec", spec);
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + dir + "/raw.db");
        Connection postgres = DriverManager.getConnection(url);
        Journal onSqlite = SqliteJournal.open(dir.resolve("journal"));
        Journal onPostgres = PostgresJournal.open(url)) {
      try (Statement pragma = sqlite.createStatement()) {
        pragma.execute("PRAGMA journal_mode = WAL");
        pragma.execute("PRAGMA synchronous = FULL");
      }
      Callable<?> rawSqlite = insert(sqlite, spec);
      Callable<?> rawPostgres = insert(postgres, spec);
      for (int round = 0; round < rounds; round++) {
        measure("raw-sqlite", rawSqlite);
        measure("journal-sqlite", commit(onSqlite, document));
        measure("raw-postgres", rawPostgres);
        measure("journal-postgres", commit(onPostgres, document));
      }
    }
  }

  private static void measure(String name, Callable<?> write) throws Exception {
    for (int i = 0; i < WARM; i++) {
      write.call();
    }
    long[] nanos = new long[WRITES];
    for (int i = 0; i < WRITES; i++) {
      long before = System.nanoTime();
      write.call();
      nanos[i] = System.nanoTime() - before;
    }
    Arrays.sort(nanos);
    System.out.printf("%s %.1f%n", name, nanos[WRITES / 2] / 1000.0);
  }

  private Callable<?> insert(Connection connection, String spec) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE raw (seq BIGINT PRIMARY KEY, document TEXT NOT NULL)");
    }
    PreparedStatement insert = connection.prepareStatement("INSERT INTO raw VALUES (?, ?)");
    return () -> {
      insert.setLong(1, ++number);
      insert.setString(2, spec);
      return insert.executeUpdate();
    };
  }

  /** The versions of a new document. */
  private Callable<?> commit(Journal journal, ObjectNode document) {
    String key = "default/web-" + ++number;
    long[] version = {0};
    return () ->
        journal.commit(
            Write.of(
                "bench", "", List.of(new Draft(Kind.SERVICE, key, ++version[0], document))));
  }
}
