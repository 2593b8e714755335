package io.berth.agent.supervise;

import io.berth.agent.container.Container;
import io.berth.agent.container.Container.Run;
import io.berth.agent.health.Checkup;
import io.berth.agent.health.ProbeLoop;
import io.berth.agent.reconcile.Ending;
import io.berth.agent.reconcile.Observed;
import io.berth.agent.reconcile.Phase;
import io.berth.agent.state.Life;
import io.berth.api.Health;
import io.berth.api.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is known of one container, and the step of it that is under way. Confined to the
 * reactor.
 */
final class Supervisor {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration LONG_RUN = Duration.ofMinutes(1);

  private final Probing probing;
  private final int shownBy;
  private Container container;
  private Life life;
  private Checkup checkup;
  private ProbeLoop probes;
  private Work work = Work.NONE;
  private Backoff restart = Backoff.NONE;
  private Backoff failure = Backoff.NONE;
  private int failedStarts;
  private String error = "";
  private String hold = "";
  private String crash = "";

  /** Begins to probe a container's run. */
  @FunctionalInterface
  interface Probing {
    /** Empty where it is not for the agent to probe it. */
    Optional<ProbeLoop> begin(Container container);
  }

  /**
   * Of a container.
   *
   * @param shownBy the number of the first look that shows it
   */
  Supervisor(Container container, Life life, int shownBy, Probing probing) {
    this.container = container;
    this.shownBy = shownBy;
    this.life = life;
    this.probing = probing;
    this.checkup = Checkup.starting(null);
  }

  /** After a look; {@code engineWasAway} and so may have ended it. */
  void seen(Container now, int look, boolean engineWasAway, Instant at) {
    if (!work.settledBy(look)) {
      return;
    }
    work = Work.NONE;
    container = now;
    Life before = life;
    life = life.seen(now.run(), engineWasAway);
    if (life.ends() > before.ends() && life.ending() == Ending.UNASKED) {
      crashed(before, at);
    }
    if (now.run().running()) {
      runs(now.run(), at);
    } else {
      stopProbes();
    }
  }

  /** Whether it is gone, now that this look did not show it. */
  boolean goneBy(int look) {
    return look >= shownBy && work.settledBy(look);
  }

  private void crashed(Life before, Instant at) {
    boolean ranLong =
        before.startedAt() != null && before.startedAt().plus(LONG_RUN).isBefore(life.endedAt());
    restart = (ranLong ? Backoff.NONE : restart).failed(at);
    crash = Words.ended(container.run());
    log.warn("{} {}", name(), crash);
  }

  private void runs(Run run, Instant at) {
    boolean newRun = !run.startedAt().equals(checkup.startedAt());
    if (newRun) {
      stopProbes();
    }
    if (probes == null) {
      probes = probing.begin(container).orElse(null);
      if (probes != null) {
        probes.start();
      }
    }
    if (newRun) {
      // One that counted before the agent was restarted is believed until its probes say otherwise.
      boolean healthy = life.counted() || (probes == null && run.check().isEmpty());
      checkup = healthy ? Checkup.running(run.startedAt()) : Checkup.starting(run.startedAt());
    }
    run.check().ifPresent(check -> checked(checkup.with(check, at)));
  }

  /** After a probe of the run that began then; how it takes a stop is no matter of its health. */
  void probed(Probe probe, Instant startedAt) {
    if (probes != null && startedAt.equals(checkup.startedAt())) {
      container.labels().healthcheck().ifPresent(rules -> checked(checkup.with(probe, rules)));
    }
  }

  private void checked(Checkup now) {
    if (now.health() != checkup.health()) {
      if (now.health() == Health.FAILING) {
        log.warn("{} is not healthy: {}", name(), Words.error(now.last()));
      } else if (now.health() == Health.PASSING) {
        log.info("{} is healthy", name());
      }
    }
    checkup = now;
  }

  /** Whether it counts, now that this is how long it has to be healthy for. */
  void count(Duration minHealthy, Instant now) {
    boolean counted =
        container.run().running()
            && checkup.healthyFor(minHealthy).filter(due -> !now.isBefore(due)).isPresent();
    if (counted != life.counted()) {
      life = life.withCounted(counted);
      if (counted) {
        crash = "";
      }
    }
  }

  /** A step of it is begun; until it is done and a later look shows it, it is busy. */
  void begin(Work.Kind kind) {
    work = Work.begun(kind);
    if (work.stops()) {
      life = life.withStopAsked();
      stopProbes();
    }
  }

  /** The step is done; the look with this number will show it. */
  void done(int shownBy) {
    work = work.done(shownBy);
    failure = Backoff.NONE;
    failedStarts = 0;
    error = "";
  }

  /**
   * The step failed; the look with this number will show what is. That it cannot be started is not
   * believed until it fails again: an engine that is about to end refuses anything.
   */
  void failed(String why, int shownBy, Instant now) {
    if (work.kind() == Work.Kind.START) {
      restart = restart.failed(now);
      failedStarts++;
      error = failedStarts > 1 ? why : "";
    } else {
      failure = failure.failed(now);
    }
    lost(shownBy);
  }

  /** The engine went away over the step: nothing is known, and nothing is held against it. */
  void lost(int shownBy) {
    work = Work.begun(Work.Kind.UNKNOWN).done(shownBy);
  }

  void recorded() {
    life = life.withRecord();
  }

  /** Why it is held back, by the plan; empty for not. */
  void hold(String why) {
    if (!hold.equals(why) && !why.isEmpty()) {
      log.warn("{} is not started: {}", name(), why);
    }
    hold = why;
  }

  /** Whether a step may be begun. */
  boolean ready(Instant now) {
    return work.none() && failure.over(now);
  }

  /** Whether requests may be sent to it. */
  boolean takesRequests() {
    return container.run().running()
        && work.kind() != Work.Kind.STOP
        && checkup.health() == Health.PASSING;
  }

  /** Whether it is on its way, up or down: one may be about to take requests. */
  boolean changes() {
    return !work.none() || (container.run().running() && checkup.health() == Health.STARTING);
  }

  /** How the diff sees it. */
  Observed observed(Instant now) {
    return new Observed(
        name(),
        container.labels().key(),
        container.labels().revision(),
        container.labels().origin(),
        container.run().phase(),
        work.live(container.run().running()),
        !work.none(),
        !restart.over(now),
        life.counted(),
        life.ending(),
        life.exitCode(),
        life.ends(),
        life.recorded(),
        fault(),
        container.shape().published(),
        container.shape().volumes(),
        container.labels().exclusive(),
        container.shape().grace(),
        container.createdAt());
  }

  /** What is wrong with it, in a sentence; empty for nothing. */
  String fault() {
    if (!error().isEmpty()) {
      return error();
    }
    if (checkup.health() == Health.FAILING) {
      return "was not healthy: " + Words.error(checkup.last());
    }
    boolean failedProbe = checkup.last() != null && !checkup.last().passed();
    if (checkup.health() == Health.STARTING && failedProbe) {
      return "never became healthy: " + Words.error(checkup.last());
    }
    return life.counted() ? "" : crash;
  }

  /** Why it does not run although it should; empty where nothing went wrong. */
  String error() {
    if (!hold.isEmpty() || !error.isEmpty()) {
      return hold.isEmpty() ? error : hold;
    }
    boolean crashed = container.run().phase() == Phase.ENDED && life.ending() == Ending.UNASKED;
    return crashed ? Words.ended(container.run()) : "";
  }

  /** Whether it could not be started, or is held back. */
  boolean cannotStart() {
    return !hold.isEmpty() || !error.isEmpty();
  }

  /** When it changes by itself: it comes to count, or may be tried again. */
  Optional<Instant> due(Duration minHealthy, Instant now) {
    return Words.earliest(
        now,
        restart.until(),
        failure.until(),
        life.counted() ? null : checkup.healthyFor(minHealthy).orElse(null));
  }

  String name() {
    return container.name();
  }

  Container container() {
    return container;
  }

  Life life() {
    return life;
  }

  Checkup checkup() {
    return checkup;
  }

  Work work() {
    return work;
  }

  private void stopProbes() {
    if (probes != null) {
      probes.close();
      probes = null;
    }
  }

  /** The container is gone. */
  void close() {
    stopProbes();
  }
}
