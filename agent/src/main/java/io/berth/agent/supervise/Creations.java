package io.berth.agent.supervise;

import io.berth.agent.container.Blueprint;
import io.berth.agent.container.Container;
import io.berth.agent.container.Engine;
import io.berth.agent.container.EngineException;
import io.berth.agent.container.PullException;
import io.berth.agent.image.Resolver;
import io.berth.agent.reconcile.Origin;
import io.berth.agent.reconcile.Situation.Creating;
import io.berth.agent.reconcile.Step;
import io.berth.agent.site.Site;
import io.berth.agent.thread.Threads;
import io.berth.api.Assignment;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers that are being made, or could not be made and are tried again. That one cannot be made
 * is not believed until it fails again: an engine that is about to end refuses anything. Confined
 * to the reactor; images and the engine are asked on workers.
 */
final class Creations {
  private static final Logger log = LoggerFactory.getLogger(Creations.class);

  private final Engine engine;
  private final Resolver images;
  private final Site site;
  private final Threads threads;
  private final Executor reactor;
  private final EngineWatch watch;
  private final Supervisors supervisors;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<Creating, Attempt> attempts = new HashMap<>();

  /** What became of making one container, under one name for as long as it is tried. */
  record Attempt(
      Assignment assignment, Origin origin, String name, Work work, Backoff backoff, String error) {
    private Attempt with(Work now, Backoff pause, String why) {
      return new Attempt(assignment, origin, name, now, pause, why);
    }

    private boolean underWay() {
      return work.underWay();
    }
  }

  Creations(
      Engine engine,
      Resolver images,
      Site site,
      Threads threads,
      Executor reactor,
      EngineWatch watch,
      Supervisors supervisors,
      Clock clock,
      RandomGenerator random) {
    this.engine = engine;
    this.images = images;
    this.site = site;
    this.threads = threads;
    this.reactor = reactor;
    this.watch = watch;
    this.supervisors = supervisors;
    this.clock = clock;
    this.random = random;
  }

  /** What is not to be begun now: it is under way, not seen yet, or waits to be tried again. */
  Set<Creating> current(Instant now) {
    return attempts.entrySet().stream()
        .filter(entry -> !entry.getValue().work().none() || !entry.getValue().backoff().over(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Those that failed last time. */
  List<Attempt> failed() {
    return attempts.values().stream().filter(attempt -> !attempt.error().isEmpty()).toList();
  }

  /** Whether any container is being made. */
  boolean underWay() {
    return attempts.values().stream().anyMatch(Attempt::underWay);
  }

  void begin(Step.Create step) {
    Creating key = new Creating(step.assignment().key(), step.origin());
    Work work = Work.begun(Work.Kind.START);
    Attempt before = attempts.get(key);
    Attempt attempt =
        before == null
            ? new Attempt(
                step.assignment(),
                step.origin(),
                Blueprint.name(step.assignment(), random),
                work,
                Backoff.NONE,
                "")
            : before.with(work, before.backoff(), before.error());
    attempts.put(key, attempt);
    threads.execute(() -> make(key, attempt));
  }

  private void make(Creating key, Attempt attempt) {
    try {
      Assignment assignment = attempt.assignment();
      images.resolve(attempt.origin().image(), assignment.spec().registryAuth());
      Blueprint blueprint = Blueprint.of(assignment, attempt.origin(), attempt.name(), site);
      Container made = blueprint.made(engine.create(blueprint), clock.instant());
      log.info("{} created for {} revision {}", attempt.name(), key.key(), assignment.revision());
      reactor.execute(() -> made(key, made));
    } catch (EngineException | PullException e) {
      log.warn("{} cannot be created: {}", attempt.name(), e.getMessage());
      reactor.execute(() -> failed(key, attempt, e));
    } catch (RuntimeException e) {
      log.error("{} cannot be created: unexpected", attempt.name(), e);
      reactor.execute(() -> failed(key, attempt, e));
    }
  }

  /** It need not be looked at to be known. */
  private void made(Creating key, Container container) {
    attempts.remove(key);
    supervisors.made(container, watch.nextLook());
  }

  private void failed(Creating key, Attempt attempt, RuntimeException e) {
    boolean away =
        e instanceof EngineException engineFault && engineFault.kind() == EngineException.Kind.AWAY;
    boolean again = attempt.backoff().failures() > 0;
    finish(
        key,
        away
            ? attempt.with(done(), attempt.backoff(), attempt.error())
            : attempt.with(
                Work.NONE,
                attempt.backoff().failed(clock.instant()),
                again ? String.valueOf(e.getMessage()) : ""));
  }

  private Work done() {
    return Work.begun(Work.Kind.START).done(watch.nextLook());
  }

  private void finish(Creating key, Attempt attempt) {
    attempts.replace(key, attempt);
    watch.look(attempt.name());
  }

  /** After a look: what was made is a container now. */
  void seen(int look) {
    attempts.values().removeIf(attempt -> !attempt.work().none() && attempt.work().settledBy(look));
  }

  /** Forgets what is no longer wanted, unless it is under way. */
  void keepOnly(Set<Creating> wanted) {
    attempts.entrySet().removeIf(e -> !wanted.contains(e.getKey()) && !e.getValue().underWay());
  }

  Optional<Instant> due(Instant now) {
    return Words.earliest(
        now,
        attempts.values().stream()
            .map(attempt -> attempt.backoff().until())
            .toArray(Instant[]::new));
  }
}
