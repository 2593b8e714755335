package io.berth.cli.view;

import io.berth.api.ContainerRecord;
import io.berth.api.Probe;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** All that was kept of one container: its facts, its last probes, its last words. */
public final class RecordSheet {
  private RecordSheet() {}

  /** The whole record. */
  public static List<String> lines(ContainerRecord kept, Instant now, Style style) {
    List<String> lines = new ArrayList<>();
    fact(lines, "record", style.strong(kept.id()));
    fact(lines, "service", kept.namespace() + "/" + kept.service() + ", replica " + kept.replica());
    fact(lines, "revision", Long.toString(kept.revision()));
    fact(lines, "reason", style.state(Text.word(kept.reason())));
    fact(lines, "detail", Text.line(kept.detail()));
    fact(lines, "host", Text.line(kept.host()));
    fact(lines, "image", Text.line(kept.image()));
    fact(lines, "container", Text.container(Text.line(kept.container())));
    fact(lines, "command", Text.line(String.join(" ", kept.command())));
    fact(lines, "ports", String.join(", ", kept.ports()));
    fact(lines, "mounts", String.join(", ", kept.mounts()));
    fact(lines, "exit code", RecordTable.exit(kept));
    fact(lines, "error", style.bad(Text.line(kept.error())));
    fact(lines, "restarts", Integer.toString(kept.restarts()));
    fact(lines, "created", when(kept.createdAt(), now));
    fact(lines, "started", when(kept.startedAt(), now));
    fact(lines, "ended", when(kept.endedAt(), now));
    if (!kept.probes().isEmpty()) {
      lines.add("");
      lines.addAll(probes(kept.probes(), style));
    }
    lines.add("");
    lines.add(style.strong(kept.log().isEmpty() ? "no output" : "LOG"));
    kept.log().forEach(line -> lines.add("  " + Text.logged(line)));
    return lines;
  }

  private static List<String> probes(List<Probe> probes, Style style) {
    Table table = new Table("PROBED", "STATUS", "URL", "ERROR");
    for (Probe probe : probes) {
      table.row(
          probe.at() == null ? "-" : probe.at().truncatedTo(ChronoUnit.MILLIS).toString(),
          probe.status() == 0 ? "-" : Integer.toString(probe.status()),
          Text.orDash(probe.url()),
          style.bad(Text.line(probe.error())));
    }
    return table.lines();
  }

  private static void fact(List<String> lines, String name, String value) {
    if (!value.isEmpty()) {
      lines.add(String.format("%-10s %s", name, value));
    }
  }

  private static String when(Instant at, Instant now) {
    return at == null
        ? "-"
        : at.truncatedTo(ChronoUnit.MILLIS) + " (" + Amounts.age(at, now) + " ago)";
  }
}
