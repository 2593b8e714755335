package io.berth.sdk;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link LookupBench} on as many threads as the first argument says and prints Markdown. */
public final class LookupBenchTable {
  private static final String FLOOR = "plainList";
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(FLOOR, "floor: `AtomicReference<List>.get().get(i)`");
    NAMES.put("instances", "`lookup.instances()`");
    NAMES.put("pickRoundRobin", "`lookup.pick()`, round robin");
    NAMES.put("pickTwoChoices", "`lookup.pick()`, two choices");
    NAMES.put("pickWeighted", "`lookup.pick()`, weighted");
    NAMES.put("reportSuccess", "`lookup.report(instance, true)`");
  }

  private LookupBenchTable() {}

  /** Takes the number of threads, 1 unless said. */
  public static void main(String[] arguments) throws RunnerException {
    int threads = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
    Options options =
        new OptionsBuilder()
            .include(LookupBench.class.getName())
            .addProfiler(GCProfiler.class)
            .threads(threads)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    Map<String, RunResult> byName = new LinkedHashMap<>();
    results.forEach(result -> byName.put(result.getPrimaryResult().getLabel(), result));
    System.out.println("| " + threads + " thread(s), 10 instances | ns/op | B/op | × floor |");
    System.out.println("|---|---:|---:|---:|");
    double floor = byName.get(FLOOR).getPrimaryResult().getScore();
    NAMES.forEach((name, words) -> System.out.println(row(words, byName.get(name), floor)));
  }

  private static String row(String words, RunResult result, double floor) {
    Result<?> time = result.getPrimaryResult();
    double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    return String.format(
        Locale.ROOT,
        "| %s | %.1f ± %.1f | %.2f | %.1f |",
        words,
        time.getScore(),
        time.getScoreError(),
        bytes,
        time.getScore() / floor);
  }
}
