package io.berth.server.journal.sql;

/** Where the databases' ways of saying the same differ. */
public interface Dialect {
  /** Statements that begin the transaction of a writer, which has it to itself until it ends. */
  String begin();

  /**
   * Whether several statements may be given as one, with semicolons between them, and arrays as
   * their values.
   */
  boolean takesSeveral();

  /** The database's time: an expression in milliseconds since 1970. */
  String now();

  /**
   * The elements of a JSON array, given as the one parameter: a table with a column {@code value}.
   */
  String elements();

  /** A text as the database can keep it. Keeps the order of texts and what begins with what. */
  default String write(String text) {
    return text;
  }

  /** The text that was written so. */
  default String read(String kept) {
    return kept;
  }
}
