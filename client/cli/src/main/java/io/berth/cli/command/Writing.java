package io.berth.cli.command;

import io.berth.api.Durations;
import io.berth.cli.document.Mistake;
import io.berth.cli.follow.Follow;
import io.berth.cli.follow.Outcome;
import io.berth.cli.follow.Screen;
import io.berth.cli.view.Style;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Option;

/** The options of commands that write a revision: why, and whether to wait for its rollout. */
final class Writing {
  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why; kept in the history.")
  private String message;

  @Option(
      names = {"-w", "--wait"},
      description = "Wait for the rollout, with its progress; the exit code says the outcome.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long --wait waits at most, such as 90s; 15m if unsaid.")
  private String timeout = "15m";

  /** Why; null if unsaid. */
  String message() {
    return message;
  }

  /** Follows these rollouts if asked to; nulls are skipped. Call {@link #limit} before a write. */
  int follow(Globals globals, List<String> rollouts) {
    List<String> started = rollouts.stream().filter(Objects::nonNull).toList();
    if (!wait || started.isEmpty()) {
      return 0;
    }
    return follow(globals, started, limit()).exitCode();
  }

  /** How long to wait; a wrong one is refused here, before anything is sent. */
  Duration limit() {
    return limit(timeout);
  }

  static Duration limit(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Mistake("--timeout: " + e.getMessage());
    }
  }

  /** With -o json the answer has the standard output to itself, and progress goes beside it. */
  static Outcome follow(Globals globals, List<String> rollouts, Duration limit) {
    Terminal terminal = globals.terminal();
    boolean live = terminal.live() && !globals.json();
    Screen screen =
        new Screen(globals.json() ? terminal.err() : terminal.out(), live, terminal.rows());
    Thread parting = new Thread(() -> globals.warn(parting(rollouts)));
    Runtime.getRuntime().addShutdownHook(parting);
    try {
      return new Follow(globals.registry(), screen, new Style(live), terminal.clock())
          .until(rollouts, limit);
    } finally {
      Runtime.getRuntime().removeShutdownHook(parting);
    }
  }

  /** Who interrupts a wait may think that it stops the rollout. */
  private static String parting(List<String> rollouts) {
    String which =
        rollouts.size() == 1 ? "status " + rollouts.get(0) + " --watch" : "list --active";
    return "berth: no longer waiting; it goes on all the same: berth rollout " + which;
  }
}
