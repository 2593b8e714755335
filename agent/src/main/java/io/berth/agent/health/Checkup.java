package io.berth.agent.health;

import io.berth.agent.container.Container.OwnCheck;
import io.berth.api.Health;
import io.berth.api.Probe;
import io.berth.api.spec.Healthcheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a container's health since it was started. Immutable; what the probes mean is
 * decided here and nowhere else.
 *
 * @param startedAt the start that it is about
 * @param health what the probes say
 * @param failures failed probes in a row that count
 * @param since from when on it was healthy without a break; null while it is not
 * @param probes the last ones, oldest first, at most {@value #KEPT}
 */
public record Checkup(
    Instant startedAt, Health health, int failures, Instant since, List<Probe> probes) {
  /** How many probes are kept. */
  public static final int KEPT = 20;

  /** Of a container that was just started and not probed yet. */
  public static Checkup starting(Instant startedAt) {
    return new Checkup(startedAt, Health.STARTING, 0, null, List.of());
  }

  /** Of a container that is healthy because it runs: nothing says how it would be probed. */
  public static Checkup running(Instant startedAt) {
    return new Checkup(startedAt, Health.PASSING, 0, startedAt, List.of());
  }

  /**
   * What an image's own check says. It passes since the engine saw it pass, however much later that
   * is heard of; where the engine does not say when, since {@code now}.
   */
  public Checkup with(OwnCheck check, Instant now) {
    List<Probe> last = tail(check.probes());
    return switch (check.state()) {
      case "healthy" ->
          new Checkup(
              startedAt, Health.PASSING, 0, since == null ? passedSince(last, now) : since, last);
      case "unhealthy" -> new Checkup(startedAt, Health.FAILING, last.size(), null, last);
      default -> new Checkup(startedAt, Health.STARTING, 0, null, last);
    };
  }

  /** An engine keeps the probes of earlier runs as well. */
  private Instant passedSince(List<Probe> probes, Instant now) {
    Instant first = now;
    for (int i = probes.size() - 1; i >= 0; i--) {
      Probe probe = probes.get(i);
      if (!probe.passed() || probe.at().isBefore(startedAt)) {
        break;
      }
      first = probe.at();
    }
    return first;
  }

  /** After one more probe. */
  public Checkup with(Probe probe, Healthcheck rules) {
    List<Probe> all = new ArrayList<>(probes);
    all.add(probe);
    List<Probe> last = tail(all);
    if (probe.passed()) {
      return new Checkup(startedAt, Health.PASSING, 0, since == null ? probe.at() : since, last);
    }
    Instant graceEnds = startedAt.plus(rules.startPeriod());
    if (health == Health.STARTING && probe.at().isBefore(graceEnds)) {
      return new Checkup(startedAt, health, 0, null, last);
    }
    int failed = failures + 1;
    return failed < rules.retries()
        ? new Checkup(startedAt, health, failed, since, last)
        : new Checkup(startedAt, Health.FAILING, failed, null, last);
  }

  /** When it will have been healthy for this long; empty while it is not healthy. */
  public Optional<Instant> healthyFor(Duration time) {
    return Optional.ofNullable(since).map(from -> from.plus(time));
  }

  /** The last probe; null before the first. */
  public Probe last() {
    return probes.isEmpty() ? null : probes.get(probes.size() - 1);
  }

  private static List<Probe> tail(List<Probe> probes) {
    return List.copyOf(probes.subList(Math.max(0, probes.size() - KEPT), probes.size()));
  }
}
