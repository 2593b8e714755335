package io.berth.server.journal.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts {@code schema-1.sql}, {@code schema-2.sql} … of an engine, beside its classes. */
public final class Script {
  private Script() {}

  /** The statements that bring the tables from the version before to this one. */
  public static String of(Class<?> engine, long version) {
    String name = "schema-" + version + ".sql";
    try (InputStream in = engine.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
