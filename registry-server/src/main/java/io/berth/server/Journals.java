package io.berth.server;

import io.berth.server.journal.Journal;
import io.berth.server.journal.postgres.PostgresJournal;
import io.berth.server.journal.sqlite.SqliteJournal;

/** Which journal a server keeps. */
final class Journals {
  private static final String POSTGRES = "jdbc:postgresql:";

  private Journals() {}

  /**
   * Opens it.
   *
   * @throws StartRefused when it is none for this server
   */
  static Journal open(ServerOptions options) {
    String url = options.journal();
    if (url.isEmpty()) {
      if (!options.join().isEmpty()) {
        throw new StartRefused(
            "--join needs a journal that all servers reach, as with --journal"
                + " jdbc:postgresql://HOST/berth; SQLite is for one server alone");
      }
      return SqliteJournal.open(options.dataDir());
    }
    if (!url.startsWith(POSTGRES)) {
      throw new StartRefused("--journal must be " + POSTGRES + "//HOST/DATABASE, if it is said");
    }
    return PostgresJournal.open(url);
  }
}
