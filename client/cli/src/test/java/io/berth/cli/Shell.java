package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.cli.command.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Runs commands as a shell does, against a server, at a fixed time. */
public final class Shell {
  /** When all tests happen. */
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** What came of a command. */
  public record Ran(int code, String out, String err) {}

  private final Map<String, String> environment = new HashMap<>();
  private String typed = "";
  private boolean person;

  public Shell(String server) {
    environment.put("BERTH_SERVER", server);
    environment.put("BERTH_AUTHOR", "ann");
  }

  public Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** What is piped in. */
  public Shell piping(String text) {
    typed = text;
    return this;
  }

  /** What a person answers. */
  public Shell typing(String text) {
    typed = text;
    person = true;
    return this;
  }

  public Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Berth.run(
            new Terminal(
                new ByteArrayInputStream(typed.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                person,
                () -> 40,
                environment,
                Clock.fixed(NOW, ZoneOffset.UTC)),
            args);
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
