package io.berth.cli.command;

import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of commands whose lists grow for ever. */
final class Paging {
  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "How many, newest first; 20 if unsaid.")
  private int limit = 20;

  @Option(
      names = {"-a", "--all"},
      description = "All of them.")
  private boolean all;

  /** Asks for as many as were wanted, shows them, and says when there are more. */
  int show(Globals globals, Call call, Function<Answer, List<String>> lines) {
    int most = all ? Integer.MAX_VALUE : Math.max(1, limit);
    Answer answer = globals.registry().list(call, most);
    globals.show(answer, lines);
    if (!globals.json() && answer.json().hasNonNull("next")) {
      globals.warn("there are older ones: --limit N or --all shows them");
    }
    return 0;
  }
}
