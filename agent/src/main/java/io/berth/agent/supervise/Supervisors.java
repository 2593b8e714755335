package io.berth.agent.supervise;

import io.berth.agent.container.Container;
import io.berth.agent.health.ProbeLoop;
import io.berth.agent.health.Prober;
import io.berth.agent.reconcile.Observed;
import io.berth.agent.state.Life;
import io.berth.agent.thread.Threads;
import io.berth.api.Probe;
import io.berth.api.spec.Healthcheck;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One supervisor for each container of this cluster on this host. Confined to the reactor. */
final class Supervisors {
  private static final Logger log = LoggerFactory.getLogger(Supervisors.class);

  private final Map<String, Supervisor> all = new LinkedHashMap<>();
  private final Map<String, Life> remembered;
  private final Prober prober;
  private final Threads threads;
  private final Executor reactor;
  private boolean lookedBefore;

  /** {@code remembered} are the lives of before the agent was started. */
  Supervisors(Map<String, Life> remembered, Prober prober, Threads threads, Executor reactor) {
    this.remembered = remembered;
    this.prober = prober;
    this.threads = threads;
    this.reactor = reactor;
  }

  /** The containers for which a step is under way, or none, as they were seen last. */
  Map<String, Container> known(boolean busy) {
    return all.values().stream()
        .filter(one -> busy == one.work().underWay())
        .collect(Collectors.toMap(Supervisor::name, Supervisor::container));
  }

  /** After a look. */
  void seen(List<Container> containers, int look, boolean engineWasAway, Instant now) {
    Set<String> gone = new HashSet<>(all.keySet());
    for (Container container : containers) {
      gone.remove(container.name());
      all.computeIfAbsent(container.name(), name -> supervisor(container))
          .seen(container, look, engineWasAway, now);
    }
    gone.stream().filter(name -> all.get(name).goneBy(look)).forEach(this::forget);
    lookedBefore = true;
  }

  /** This agent has just made a container; the look with this number will show it. */
  void made(Container container, int shownBy) {
    all.computeIfAbsent(
        container.name(), name -> new Supervisor(container, Life.born(), shownBy, this::probing));
  }

  private Supervisor supervisor(Container container) {
    Life life = remembered.get(container.name());
    if (life == null) {
      // At the first look it is one from before; later, it is one that was just made.
      life = lookedBefore ? Life.born() : Life.found(container.run());
    }
    if (!lookedBefore) {
      log.info("{} found", container.name());
    }
    return new Supervisor(container, life, 0, this::probing);
  }

  private Optional<ProbeLoop> probing(Container container) {
    Optional<Healthcheck> check =
        container
            .labels()
            .healthcheck()
            .filter(rules -> rules.http().isPresent() || rules.tcp().isPresent());
    Instant startedAt = container.run().startedAt();
    return check.map(
        rules ->
            new ProbeLoop(
                rules,
                container.run().address(),
                startedAt,
                prober,
                threads,
                probe -> reactor.execute(() -> probed(container.name(), probe, startedAt))));
  }

  private void probed(String name, Probe probe, Instant startedAt) {
    Supervisor supervisor = all.get(name);
    if (supervisor != null) {
      supervisor.probed(probe, startedAt);
    }
  }

  private void forget(String name) {
    Supervisor supervisor = all.remove(name);
    supervisor.close();
    if (supervisor.work().kind() != Work.Kind.REMOVE) {
      log.warn("{} was removed by somebody else", name);
    }
  }

  Optional<Supervisor> find(String name) {
    return Optional.ofNullable(all.get(name));
  }

  Collection<Supervisor> all() {
    return all.values();
  }

  List<Observed> observed(Instant now) {
    return all.values().stream().map(supervisor -> supervisor.observed(now)).toList();
  }

  boolean has(String key) {
    return all.values().stream().anyMatch(one -> one.container().labels().key().equals(key));
  }

  Map<String, Life> lives() {
    return all.values().stream().collect(Collectors.toMap(Supervisor::name, Supervisor::life));
  }
}
