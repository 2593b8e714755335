package io.berth.server.journal.bench;

import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;

import io.berth.server.journal.Journal;
import io.berth.server.journal.Together;
import io.berth.server.journal.postgres.PostgresJournal;
import io.berth.server.journal.postgres.TestDatabase;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What a durable write costs: one writer beside a raw INSERT into the same database, and writes a
 * second of many writers on one and on three journals over one database. PostgreSQL is the server
 * that {@code BERTH_TEST_POSTGRES} names.
 */
public final class JournalBench {
  private static final int WARM = 500;
  private static final int WRITES = 2000;
  private static final int WRITERS = 64;
  private static final int ROUNDS = 3;
  private static final Duration ROUND = Duration.ofSeconds(3);
  private static final String SPEC = "web:" + "v".repeat(200);
  // Documents of each round are new ones.
  private static final AtomicInteger KEYS = new AtomicInteger();

  private JournalBench() {}

  /** Takes a directory for the SQLite file, and prints a line a figure. */
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    Files.createDirectories(dir);
    try (TestDatabase database = TestDatabase.create();
        Journal sqlite = SqliteJournal.open(dir.resolve("journal"));
        Connection rawSqlite = DriverManager.getConnection("jdbc:sqlite:" + dir + "/raw.db");
        Connection rawPostgres = DriverManager.getConnection(database.url())) {
      try (Statement pragma = rawSqlite.createStatement()) {
        pragma.execute("PRAGMA journal_mode = WAL");
        pragma.execute("PRAGMA synchronous = FULL");
      }
      List<Journal> three = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        three.add(PostgresJournal.open(database.url()));
      }
      for (int round = 1; round <= ROUNDS; round++) {
        one("raw insert, sqlite", insert(rawSqlite));
        one("one writer, sqlite", commit(sqlite));
        one("raw insert, postgresql", insert(rawPostgres));
        one("one writer, postgresql", commit(three.get(0)));
        many("64 writers, sqlite", List.of(sqlite));
        many("64 writers, postgresql, one server", three.subList(0, 1));
        many("64 writers, postgresql, three servers", three);
      }
      three.forEach(Journal::close);
    }
  }

  /** One who writes on and on: how long each write takes. */
  private static void one(String name, Callable<?> write) throws Exception {
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
    System.out.printf(
        "%-40s p50 %d us, p99 %d us%n",
        name, nanos[WRITES / 2] / 1000, nanos[WRITES * 99 / 100] / 1000);
  }

  /** Many who write for a while, each documents of its own: how many writes a second. */
  private static void many(String name, List<Journal> journals) throws Exception {
    long end = System.nanoTime() + ROUND.toNanos();
    List<Long> counts =
        Together.run(
            WRITERS,
            writer -> {
              Journal journal = journals.get(writer % journals.size());
              LongSupplier next = versions(journal);
              long count = 0;
              while (System.nanoTime() < end) {
                count = next.getAsLong();
              }
              return count;
            });
    long sum = counts.stream().mapToLong(Long::longValue).sum();
    System.out.printf("%-40s %d writes/s%n", name, sum / ROUND.toSeconds());
  }

  private static Callable<?> commit(Journal journal) {
    LongSupplier next = versions(journal);
    return next::getAsLong;
  }

  /** Commits the versions of a new document, one each time it is asked. */
  private static LongSupplier versions(Journal journal) {
    String key = "default/s" + KEYS.incrementAndGet();
    long[] version = {0};
    return () -> {
      journal.commit(write(service(key, ++version[0], SPEC)));
      return version[0];
    };
  }

  private static Callable<?> insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS raw");
      statement.execute("CREATE TABLE raw (seq BIGINT PRIMARY KEY, document TEXT NOT NULL)");
    }
    PreparedStatement insert = connection.prepareStatement("INSERT INTO raw VALUES (?, ?)");
    long[] seq = {0};
    return () -> {
      insert.setLong(1, ++seq[0]);
      insert.setString(2, SPEC);
      return insert.executeUpdate();
    };
  }
}
