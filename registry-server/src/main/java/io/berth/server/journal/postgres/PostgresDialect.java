package io.berth.server.journal.postgres;

import io.berth.server.journal.sql.Dialect;

/** PostgreSQL's ways. */
final class PostgresDialect implements Dialect {
  /**
   * Taken by every writer of every server until its transaction ends: so {@code seq} follows the
   * order of commits, and no reader sees an entry before the one below it. A row to lock would do
   * too, and leave a dead version of itself behind with each commit.
   */
  static final String LOCK =
      "SELECT pg_advisory_xact_lock(" + Schema.APPLICATION + ", hashtext(current_schema()))";

  // PostgreSQL keeps every character but U+0000; JSON has neither of these two as they are.
  private static final char ESCAPE = 1;
  private static final String ESCAPED_NUL = ESCAPE + "0";
  private static final String ESCAPED_ESCAPE = ESCAPE + "1";

  /** Each statement sees what was committed when it began: so those after the lock see all. */
  @Override
  public String begin() {
    return "BEGIN ISOLATION LEVEL READ COMMITTED; " + LOCK;
  }

  @Override
  public boolean takesSeveral() {
    return true;
  }

  @Override
  public String now() {
    return "CAST(round(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)";
  }

  @Override
  public String elements() {
    return "json_array_elements(CAST(? AS JSON))";
  }

  @Override
  public String write(String text) {
    return text.indexOf(0) < 0 && text.indexOf(ESCAPE) < 0
        ? text
        : text.replace(String.valueOf(ESCAPE), ESCAPED_ESCAPE).replace("\0", ESCAPED_NUL);
  }

  @Override
  public String read(String kept) {
    return kept.indexOf(ESCAPE) < 0
        ? kept
        : kept.replace(ESCAPED_NUL, "\0").replace(ESCAPED_ESCAPE, String.valueOf(ESCAPE));
  }
}
