package io.berth.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, in the order of the help. */
public final class Commands {
  private static final Map<String, Function<Globals, CommandLine>> COMMANDS = new LinkedHashMap<>();

  static {
    add("apply", ApplyCommand::new);
    add("get", GetCommand::new);
    add("history", HistoryCommand::new);
    add("diff", DiffCommand::new);
    add("rollback", RollbackCommand::new);
    add("delete", DeleteCommand::new);
    COMMANDS.put("rollout", Commands::rollout);
    add("instances", InstancesCommand::new);
    add("logs", LogsCommand::new);
    add("hosts", HostsCommand::new);
    add("servers", ServersCommand::new);
    add("records", RecordsCommand::new);
    COMMANDS.put("settings", Commands::settings);
    add("events", EventsCommand::new);
    add("completion", CompletionCommand::new);
    add("version", VersionCommand::new);
  }

  private Commands() {}

  /**
   * Runs a command line.
   *
   * @param root the command above all others
   * @return the exit code
   */
  public static int run(Object root, Globals globals, String... typed) {
    String[] args = usual(typed);
    CommandLine line = new CommandLine(root);
    line.addMixin("globals", globals);
    wanted(args).forEach(name -> line.addSubcommand(name, COMMANDS.get(name).apply(globals)));
    layOut(line);
    Terminal terminal = globals.terminal();
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(terminal.live() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setOut(new PrintWriter(terminal.out(), true, UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, UTF_8))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              Errors.lines(e).forEach(globals::warn);
              return CommandLine.ExitCode.SOFTWARE;
            })
        .setParameterExceptionHandler((e, unparsed) -> usage(e, globals))
        .execute(args);
  }

  /** What people try first: {@code help get}, {@code --version}. */
  private static String[] usual(String... args) {
    String first = args.length == 0 ? "" : args[0];
    if (first.equals("help")) {
      String[] asked = Arrays.copyOfRange(args, 1, args.length + 1);
      asked[args.length - 1] = "--help";
      return asked;
    }
    return first.equals("--version") ? new String[] {"version"} : args;
  }

  /** One look for all: a short synopsis, own options before common ones, as wide as a table. */
  private static void layOut(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.abbreviateSynopsis(true);
    usage.sortOptions(false);
    usage.width(100);
    usage.parameterListHeading("%n");
    usage.optionListHeading("%nOptions:%n");
    line.getSubcommands().values().forEach(Commands::layOut);
  }

  /** Reading a command's options costs start time; only what can be meant is read. */
  private static Set<String> wanted(String[] args) {
    Set<String> named =
        Arrays.stream(args).filter(COMMANDS::containsKey).collect(Collectors.toSet());
    boolean whole = named.isEmpty() || named.contains("completion");
    return whole ? COMMANDS.keySet() : named;
  }

  private static int usage(ParameterException e, Globals globals) {
    CommandLine command = e.getCommandLine();
    globals.warn("berth: " + e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> meant = unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        globals.warn("did you mean " + String.join(" or ", meant) + "?");
      }
    }
    globals.warn("see: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static CommandLine rollout(Globals globals) {
    return new CommandLine(new RolloutCommand())
        .addSubcommand(new RolloutStatusCommand(globals))
        .addSubcommand(new RolloutListCommand(globals))
        .addSubcommand(new RolloutPauseCommand(globals))
        .addSubcommand(new RolloutResumeCommand(globals))
        .addSubcommand(new RolloutPromoteCommand(globals))
        .addSubcommand(new RolloutAbortCommand(globals));
  }

  private static CommandLine settings(Globals globals) {
    return new CommandLine(new SettingsCommand())
        .addSubcommand(new SettingsGetCommand(globals))
        .addSubcommand(new SettingsSetCommand(globals));
  }

  private static void add(String name, Function<Globals, Object> command) {
    COMMANDS.put(name, globals -> new CommandLine(command.apply(globals)));
  }
}
