package io.berth.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.cli.document.Mistake;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.registry.Registry;
import io.berth.cli.registry.Servers;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, and what follows from them. */
public final class Globals {
  @Option(
      names = "--server",
      paramLabel = "URL,…",
      order = 100,
      scope = ScopeType.INHERIT,
      description =
          "The registry's servers, tried in turn; else $$BERTH_SERVER, else "
              + Servers.DEFAULT
              + ".")
  private String server;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      order = 101,
      scope = ScopeType.INHERIT,
      description = "The namespace; else $$BERTH_NAMESPACE, else default.")
  private String namespace;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      order = 102,
      scope = ScopeType.INHERIT,
      description = "How the answer is shown; json is the API's own.")
  private Output output = Output.TABLE;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      order = 103,
      scope = ScopeType.INHERIT,
      description = "Who is written into the history; else $$BERTH_AUTHOR, else USER@HOST.")
  private String author;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 104,
      scope = ScopeType.INHERIT,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli asks its own copy of it
  private boolean help;

  private final Terminal terminal;
  private Registry registry;

  /** For a command run from this terminal. */
  public Globals(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  Instant now() {
    return terminal.clock().instant();
  }

  boolean json() {
    return output == Output.JSON;
  }

  /** The registry, as these options name it. */
  Registry registry() {
    if (registry == null) {
      String address = chosen(server, "BERTH_SERVER", Servers.DEFAULT);
      try {
        registry = new Registry(Servers.parse(address), author(), Registry.PATIENCE);
      } catch (IllegalArgumentException e) {
        throw new Mistake("--server: " + e.getMessage());
      }
    }
    return registry;
  }

  String namespace() {
    return chosen(namespace, "BERTH_NAMESPACE", "default");
  }

  /** A call on the namespace: {@code /v1/namespaces/NAMESPACE/…}. */
  Call call(String method, String... segments) {
    String[] path = new String[segments.length + 3];
    path[0] = "v1";
    path[1] = "namespaces";
    path[2] = namespace();
    System.arraycopy(segments, 0, path, 3, segments.length);
    return Call.of(method, path);
  }

  /** Prints the answer as it is, or the lines that are made of it. */
  int show(Answer answer, Function<Answer, List<String>> lines) {
    if (json()) {
      print(pretty(answer.json()));
    } else {
      lines.apply(answer).forEach(this::print);
    }
    return 0;
  }

  void print(String line) {
    terminal.out().println(line);
  }

  void warn(String line) {
    terminal.err().println(line);
  }

  static String pretty(JsonNode json) {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String author() {
    String name =
        chosen(
            author,
            "BERTH_AUTHOR",
            System.getProperty("user.name", "unknown") + "@" + Machine.name());
    if (name.length() > 128 || !name.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new Mistake("--author: must be 1 to 128 visible ASCII characters");
    }
    return name;
  }

  private String chosen(String option, String variable, String otherwise) {
    if (option != null && !option.isBlank()) {
      return option.strip();
    }
    String value = terminal.environment().getOrDefault(variable, "");
    return value.isBlank() ? otherwise : value.strip();
  }
}
