package io.berth.agent.supervise;

import io.berth.agent.container.Container;
import io.berth.agent.container.Engine;
import io.berth.agent.container.EngineException;
import io.berth.agent.health.Checkup;
import io.berth.agent.reconcile.Step;
import io.berth.agent.route.Carrier;
import io.berth.agent.state.Life;
import io.berth.agent.thread.Threads;
import io.berth.api.Health;
import io.berth.api.spec.Port;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the steps of one container on a worker, one after the other until one fails, and tells its
 * supervisor on the reactor.
 */
final class StepRunner {
  private static final Logger log = LoggerFactory.getLogger(StepRunner.class);

  private final Engine engine;
  private final Recorder recorder;
  private final Carrier carrier;
  private final Departures departures;
  private final Threads threads;
  private final Executor reactor;
  private final EngineWatch watch;
  private final Clock clock;
  private final Consumer<Step> done;

  /** {@code done} is told of every step that was done, on any thread. */
  StepRunner(
      Engine engine,
      Recorder recorder,
      Carrier carrier,
      Departures departures,
      Threads threads,
      Executor reactor,
      EngineWatch watch,
      Clock clock,
      Consumer<Step> done) {
    this.engine = engine;
    this.recorder = recorder;
    this.carrier = carrier;
    this.departures = departures;
    this.threads = threads;
    this.reactor = reactor;
    this.watch = watch;
    this.clock = clock;
    this.done = done;
  }

  /** What a step needs of its supervisor, which only the reactor may ask. */
  private record Subject(Container container, Life life, Checkup checkup) {
    /** Whether others were told that it takes requests; an agent before this one may have. */
    boolean known() {
      return (checkup.health() == Health.PASSING || checkup.last() == null)
          && !container.labels().ports().isEmpty();
    }

    /** Whether this host's proxy may send requests to it. */
    boolean proxied() {
      return container.labels().ports().stream().anyMatch(Port::isProxied);
    }
  }

  /** On the reactor. */
  void begin(Supervisor supervisor, List<Step> steps) {
    supervisor.begin(kind(steps));
    Subject subject = new Subject(supervisor.container(), supervisor.life(), supervisor.checkup());
    threads.execute(() -> run(supervisor, subject, steps));
  }

  private void run(Supervisor supervisor, Subject subject, List<Step> steps) {
    try {
      for (Step step : steps) {
        if (step instanceof Step.KeepRecord keep) {
          keep(keep, supervisor, subject, steps);
        } else {
          perform(step, supervisor, subject);
          done.accept(step);
        }
      }
      reactor.execute(() -> finish(supervisor, () -> supervisor.done(watch.nextLook())));
    } catch (EngineException e) {
      log.warn("{}: {}", supervisor.name(), e.getMessage());
      failed(supervisor, e, e.kind() == EngineException.Kind.AWAY);
    } catch (RuntimeException e) {
      log.error("{}: unexpected", supervisor.name(), e);
      failed(supervisor, e, false);
    }
  }

  private void failed(Supervisor supervisor, RuntimeException e, boolean away) {
    String why = String.valueOf(e.getMessage());
    reactor.execute(
        () ->
            finish(
                supervisor,
                () -> {
                  if (away) {
                    supervisor.lost(watch.nextLook());
                  } else {
                    supervisor.failed(why, watch.nextLook(), clock.instant());
                  }
                }));
  }

  /** What cannot be recorded is not removed, but started it is: serving comes first. */
  private void keep(
      Step.KeepRecord keep, Supervisor supervisor, Subject subject, List<Step> steps) {
    try {
      recorder.keep(subject.container(), subject.life(), subject.checkup().probes(), keep);
      done.accept(keep);
      reactor.execute(supervisor::recorded);
    } catch (EngineException e) {
      if (kind(steps) != Work.Kind.START) {
        throw e;
      }
      log.warn("{} is started all the same: {}", supervisor.name(), e.getMessage());
    }
  }

  private void perform(Step step, Supervisor supervisor, Subject subject) {
    String name = subject.container().name();
    if (step instanceof Step.Start) {
      engine.start(name);
      log.info("{} started", name);
    } else if (step instanceof Step.Stop stop) {
      long begun = System.nanoTime();
      awaitLeft(supervisor, subject);
      engine.stop(name, stop.grace());
      log.info("{} stopped in {} ms", name, Duration.ofNanos(System.nanoTime() - begun).toMillis());
    } else if (step instanceof Step.Remove) {
      engine.remove(name);
      log.info("{} removed", name);
    }
  }

  /**
   * No new requests come to it, and those that this host's proxy sent end before it does. Only once
   * none come from elsewhere does this host send none: where no other takes them meanwhile, they
   * are held for the shortest time.
   */
  private void awaitLeft(Supervisor supervisor, Subject subject) {
    try {
      if (subject.known()) {
        departures.await(subject.container().name());
      }
      reactor.execute(() -> supervisor.begin(Work.Kind.STOP));
      if (subject.proxied()) {
        carrier.awaitLeft(subject.container().name(), subject.container().labels().drainTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(EngineException.Kind.AWAY, "interrupted");
    }
  }

  private void finish(Supervisor supervisor, Runnable change) {
    change.run();
    watch.look(supervisor.name());
  }

  /** Whichever steps there are, the last one says what the container is busy with. */
  private static Work.Kind kind(List<Step> steps) {
    Step step = steps.get(steps.size() - 1);
    if (step instanceof Step.Start) {
      return Work.Kind.START;
    }
    if (step instanceof Step.Stop) {
      return Work.Kind.LEAVE;
    }
    return step instanceof Step.Remove ? Work.Kind.REMOVE : Work.Kind.RECORD;
  }
}
