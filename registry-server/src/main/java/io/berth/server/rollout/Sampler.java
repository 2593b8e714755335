package io.berth.server.rollout;

import io.berth.api.Analysis.Sample;
import io.berth.api.Figures;
import io.berth.api.InstanceState;
import io.berth.api.Rollout;
import io.berth.api.Status;
import io.berth.api.spec.Port;
import io.berth.api.spec.Spec;
import io.berth.server.host.HostReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Makes samples of rollouts: how what hosts report has grown since it was looked at before. What it
 * remembers it can lose; then an interval has no sample. Used by one thread.
 */
final class Sampler {
  /** How long an interval is: agents report as often. */
  static final Duration INTERVAL = Duration.ofSeconds(2);

  /** Thousandths of a core that a replica may take without a request. */
  static final double AT_REST = 20;

  private final Map<String, Look> looks = new HashMap<>();

  /** What was reported at a time. */
  private record Look(Instant at, Map<Counted, Count> counts) {
    private Set<String> hosts() {
      return counts.keySet().stream().map(Counted::host).collect(Collectors.toUnmodifiableSet());
    }
  }

  /** Who is counted by whom. */
  private record Counted(String host, String since, String instance, long revision) {}

  private record Count(long requests, long errors, Histogram latency) {
    static final Count NONE = new Count(0, 0, null);
  }

  /** What one side did in an interval. */
  private static final class Side {
    private final Histogram latency = new Histogram(2);
    private long requests;
    private long errors;

    void add(Count before, Count now) {
      requests += Math.max(0, now.requests() - before.requests());
      errors += Math.max(0, now.errors() - before.errors());
      if (now.latency() != null) {
        Histogram grown = now.latency().copy();
        if (before.latency() != null) {
          grown.subtract(before.latency());
        }
        latency.add(grown);
      }
    }

    private Double millis(double percentile) {
      return latency.getTotalCount() == 0
          ? null
          : Double.valueOf(latency.getValueAtPercentile(percentile) / 1000.0);
    }

    Sample sample(Instant at, List<Status> replicas, Double cpu) {
      Double memory =
          replicas.isEmpty()
              ? null
              : Double.valueOf(replicas.stream().mapToLong(Status::memory).average().orElseThrow());
      Double share = requests == 0 ? null : Double.valueOf((double) errors / requests);
      return new Sample(at, requests, share, millis(50), millis(95), millis(99), cpu, memory);
    }
  }

  /** A sample, once an interval has passed since the one before. */
  Optional<Measured> measure(Rollout rollout, Spec spec, List<HostReport> reports, Instant now) {
    Look before = looks.get(rollout.id());
    if (before != null && now.isBefore(before.at().plus(INTERVAL))) {
      return Optional.empty();
    }
    Look look = new Look(now, counts(rollout, reports));
    looks.put(rollout.id(), look);
    return before == null
        ? Optional.empty()
        : Optional.of(measured(rollout, spec, reports, before, look));
  }

  /** Forgets all but these rollouts. */
  void keepOnly(Set<String> rollouts) {
    looks.keySet().retainAll(rollouts);
  }

  private static Map<Counted, Count> counts(Rollout rollout, List<HostReport> reports) {
    Map<Counted, Count> counts = new HashMap<>();
    for (HostReport report : reports) {
      for (Figures figures : report.status().figures()) {
        if (figures.namespace().equals(rollout.namespace())
            && figures.service().equals(rollout.service())) {
          counts.put(
              new Counted(
                  report.status().host(), figures.since(), figures.instance(), figures.revision()),
              new Count(figures.requests(), figures.errors(), histogram(figures.latency())));
        }
      }
    }
    return counts;
  }

  private static Histogram histogram(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    } catch (DataFormatException | IllegalArgumentException | NullPointerException e) {
      return null; // An agent that says something else is not compared by its latencies.
    }
  }

  private static Measured measured(
      Rollout rollout, Spec spec, List<HostReport> reports, Look before, Look look) {
    List<Status> from = new ArrayList<>();
    List<Status> to = new ArrayList<>();
    Set<String> counting = new HashSet<>();
    reports.stream()
        .flatMap(report -> report.status().statuses().stream())
        .filter(status -> isOf(rollout, status) && status.state() == InstanceState.RUNNING)
        .forEach(
            status -> {
              if (status.revision() != rollout.to()) {
                from.add(status);
              } else if (status.counted()) {
                to.add(status); // What starts is busy with that.
                counting.add(status.instance());
              }
            });
    Side old = new Side();
    Side fresh = new Side();
    Set<String> heard = before.hosts();
    look.counts()
        .forEach(
            (who, count) -> {
              // Who says for the first time what it counted says all that it ever did.
              Count then =
                  heard.contains(who.host())
                      ? before.counts().getOrDefault(who, Count.NONE)
                      : count;
              if (who.revision() != rollout.to()) {
                old.add(then, count);
              } else if (counting.contains(who.instance())) {
                fresh.add(then, count);
              }
            });
    boolean proxied = spec.ports().stream().anyMatch(Port::isProxied);
    Duration interval = Duration.between(before.at(), look.at());
    return new Measured(
        old.sample(look.at(), from, cpu(from, proxied, old.requests, interval, 0)),
        fresh.sample(look.at(), to, cpu(to, proxied, fresh.requests, interval, AT_REST)));
  }

  /**
   * For a request where the proxy counts them, else of a replica in a second. What the new revision
   * takes at rest is not charged to its requests, of which a canary has few; the old one's is, as
   * it is the old one that has few when the canary has most.
   *
   * @param atRest what of a replica's is left out where it is charged to requests
   */
  private static Double cpu(
      List<Status> replicas, boolean proxied, long requests, Duration interval, double atRest) {
    if (replicas.isEmpty() || (proxied && requests == 0)) {
      return null;
    }
    return proxied
        ? Double.valueOf(
            replicas.stream().mapToDouble(one -> Math.max(0, one.cpu() - atRest)).sum()
                * interval.toMillis()
                / 1000.0
                / requests)
        : Double.valueOf(replicas.stream().mapToLong(Status::cpu).average().orElseThrow());
  }

  private static boolean isOf(Rollout rollout, Status status) {
    return status.namespace().equals(rollout.namespace())
        && status.service().equals(rollout.service());
  }
}
