package io.berth.cli.command;

import io.berth.cli.view.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Where a command is run from.
 *
 * @param in what is typed or piped in
 * @param out answers
 * @param err errors and what goes beside an answer
 * @param live whether {@code out} is a terminal that may be coloured and drawn on
 * @param asks whether a person at {@code in} can answer a question
 * @param rows how many lines the terminal has
 * @param environment the variables
 * @param clock the time
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean live,
    boolean asks,
    IntSupplier rows,
    Map<String, String> environment,
    Clock clock) {
  private static final int USUAL_ROWS = 24;

  /** The process's own. */
  public static Terminal system() {
    Map<String, String> environment = System.getenv();
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || !environment.getOrDefault("CI", "").isEmpty()
            || environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        !plain && isTerminal(1),
        isTerminal(0),
        Terminal::measure,
        environment,
        Clock.systemUTC());
  }

  /** Colours, where they can be shown. */
  public Style style() {
    return new Style(live);
  }

  /** UTF-8 whatever the locale, as tables and marks are. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8) {
      @Override
      public void println(String line) {
        super.println(line);
        flush();
      }
    };
  }

  /** Java cannot tell of input and output apart; Linux does, and elsewhere a shell. */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return succeeds(new ProcessBuilder("test", "-t", Integer.toString(descriptor)).inheritIO());
    }
  }

  private static boolean succeeds(ProcessBuilder command) {
    try {
      return command.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int measure() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/tty")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int rows =
          stty.waitFor(1, TimeUnit.SECONDS) ? Integer.parseInt(answer.strip().split(" ", 2)[0]) : 0;
      return rows > 0 ? rows : USUAL_ROWS;
    } catch (IOException | NumberFormatException e) {
      return USUAL_ROWS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL_ROWS;
    }
  }
}
