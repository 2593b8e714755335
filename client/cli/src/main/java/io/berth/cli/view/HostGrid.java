package io.berth.cli.view;

import io.berth.api.Health;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Slot;
import io.berth.api.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A rollout on its hosts: a line a host, a column a revision, a mark a replica. */
final class HostGrid {
  /** The most replicas of a revision that are shown on a host. */
  private static final int WIDEST = 12;

  private final Rollout rollout;
  private final Style style;

  /** The newest revision first: it is the one that is waited for. */
  private final SortedSet<Long> revisions = new TreeSet<>(Comparator.reverseOrder());

  private final Map<String, Map<Long, Map<Integer, Mark>>> hosts = new TreeMap<>();

  /** How far a replica is, worst last. */
  private enum Mark {
    HEALTHY("✓"),
    STOPPED("–"),
    TO_COME("·"),
    UNDER_WAY("●"),
    FAILING("✗");

    private final String sign;

    Mark(String sign) {
      this.sign = sign;
    }
  }

  HostGrid(Rollout rollout, Style style) {
    this.rollout = rollout;
    this.style = style;
    for (Slot slot : rollout.slots()) {
      if (!rollout.ended()) {
        put(slot.host(), rollout.to(), slot.replica(), Mark.TO_COME);
      }
    }
    for (Status status : rollout.instances()) {
      put(status.host(), status.revision(), status.replica(), mark(status));
    }
  }

  /** How many hosts there are to show. */
  int size() {
    return hosts.size();
  }

  /** Whether its mark alone does not say enough. */
  static boolean needsAttention(Status status) {
    return mark(status).compareTo(Mark.UNDER_WAY) >= 0;
  }

  private void put(String host, long revision, int replica, Mark mark) {
    revisions.add(revision);
    hosts
        .computeIfAbsent(host, name -> new TreeMap<>())
        .computeIfAbsent(revision, number -> new TreeMap<>())
        .put(replica, mark);
  }

  private static Mark mark(Status status) {
    if (InstanceTable.stopped(status)) {
      return Mark.STOPPED;
    }
    if (!status.error().isEmpty() || status.health() == Health.FAILING) {
      return Mark.FAILING;
    }
    return status.counted() ? Mark.HEALTHY : Mark.UNDER_WAY;
  }

  /**
   * A header, and a line a host.
   *
   * @param most how many hosts to show; those where something is under way first
   */
  List<String> lines(int most) {
    int room = Math.max(1, most);
    List<String> header = new ArrayList<>(List.of("HOST"));
    revisions.forEach(revision -> header.add("REVISION " + revision + share(revision)));
    Table table = new Table(header.toArray(String[]::new));
    hosts.keySet().stream()
        .sorted(Comparator.comparing(this::worst).reversed().thenComparing(host -> host))
        .limit(room)
        .sorted()
        .forEach(host -> table.row(row(host)));
    List<String> lines = new ArrayList<>(table.lines());
    if (hosts.size() > room) {
      lines.add(style.faint("… and " + Text.count(hosts.size() - room, "host") + " more"));
    }
    return lines;
  }

  private Mark worst(String host) {
    return hosts.get(host).values().stream()
        .flatMap(replicas -> replicas.values().stream())
        .max(Comparator.naturalOrder())
        .orElse(Mark.HEALTHY);
  }

  /** Of the requests, where they are divided. */
  private String share(long revision) {
    Integer weight = rollout.shift().weights().get(revision);
    return rollout.ended() || weight == null ? "" : " (" + weight + " %)";
  }

  private String[] row(String host) {
    List<String> cells = new ArrayList<>(List.of(Text.orDash(host)));
    for (long revision : revisions) {
      cells.add(cell(hosts.get(host).getOrDefault(revision, Map.of())));
    }
    return cells.toArray(String[]::new);
  }

  private String cell(Map<Integer, Mark> replicas) {
    StringBuilder cell = new StringBuilder();
    replicas.entrySet().stream()
        .limit(WIDEST)
        .forEach(it -> cell.append(' ').append(shown(it.getKey(), it.getValue())));
    if (replicas.size() > WIDEST) {
      cell.append(style.faint(" +" + (replicas.size() - WIDEST)));
    }
    return cell.toString().strip();
  }

  private String shown(int replica, Mark mark) {
    String text = replica + mark.sign;
    return switch (mark) {
      case HEALTHY -> style.good(text);
      case STOPPED, TO_COME -> style.faint(text);
      case UNDER_WAY -> style.busy(text);
      case FAILING -> style.bad(text);
    };
  }
}
