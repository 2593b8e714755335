package io.berth.agent.supervise;

import io.berth.agent.container.Container;
import io.berth.agent.container.Labels;
import io.berth.agent.image.Orders;
import io.berth.agent.image.Pruner;
import io.berth.agent.reconcile.Desired;
import io.berth.agent.reconcile.HostPort;
import io.berth.agent.reconcile.Plan;
import io.berth.agent.reconcile.Reconciler;
import io.berth.agent.reconcile.Situation;
import io.berth.agent.reconcile.Situation.Creating;
import io.berth.agent.reconcile.Step;
import io.berth.agent.reconcile.Trust;
import io.berth.agent.route.Carrier;
import io.berth.agent.route.Routing;
import io.berth.agent.route.Table;
import io.berth.agent.state.Memory;
import io.berth.agent.state.MemoryFile;
import io.berth.api.Assignment;
import io.berth.api.HostAssignments;
import io.berth.api.ImageState;
import io.berth.api.ImageStatus;
import io.berth.api.ServiceRoute;
import io.berth.api.spec.Protocol;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pass: from what is desired and what is observed to steps begun, images kept and a status to
 * report. Confined to the reactor.
 */
final class Supervision implements EngineWatch.Listener {
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(5);

  private final Clock clock;
  private final EngineWatch watch;
  private final Supervisors supervisors;
  private final Creations creations;
  private final StepRunner steps;
  private final Assigned assigned;
  private final Orders orders;
  private final Pruner pruner;
  private final PortCheck ports;
  private final Carrier carrier;
  private final String publishAddress;
  private final MemoryFile memory;
  private final StatusBoard board;
  private Instant lastLook;
  private boolean looked;
  private boolean led;

  Supervision(
      Clock clock,
      EngineWatch watch,
      Supervisors supervisors,
      Creations creations,
      StepRunner steps,
      Assigned assigned,
      Orders orders,
      Pruner pruner,
      PortCheck ports,
      Carrier carrier,
      String publishAddress,
      MemoryFile memory,
      StatusBoard board) {
    this.clock = clock;
    this.watch = watch;
    this.supervisors = supervisors;
    this.creations = creations;
    this.steps = steps;
    this.assigned = assigned;
    this.orders = orders;
    this.pruner = pruner;
    this.ports = ports;
    this.carrier = carrier;
    this.publishAddress = publishAddress;
    this.memory = memory;
    this.board = board;
    this.lastLook = clock.instant();
  }

  /** This is desired from now on. */
  void assign(HostAssignments assignments, Trust trust) {
    assigned.take(assignments, trust, supervisors::has);
    orders.want(assignments.images());
    creations.keepOnly(
        assigned.desired().stream()
            .map(replica -> new Creating(replica.key(), replica.origin()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public Map<String, Container> settled() {
    return supervisors.known(false);
  }

  @Override
  public Map<String, Container> busy() {
    return supervisors.known(true);
  }

  @Override
  public void seen(List<Container> containers, int look, boolean engineWasAway) {
    looked = true;
    supervisors.seen(containers, look, engineWasAway, clock.instant());
    creations.seen(look);
  }

  /** Does what can be done now, and answers how long it may be left alone. */
  Duration pass() {
    Instant now = clock.instant();
    supervisors.all().forEach(one -> one.count(minHealthy(one), now));
    if (looked && watch.state().reachable()) {
      reconcile(now);
      lead();
      carrier.measure(assigned.compares());
      prune();
      memory.save(remembered());
    }
    if (watch.asked()) {
      board.publish(supervisors.all(), creations.failed(), now);
    }
    if (!now.isBefore(nextLook())) {
      lastLook = now;
      watch.lookAtAll();
    }
    return alone(now);
  }

  private Instant nextLook() {
    return lastLook.plus(LOOK_AT_LEAST_EVERY);
  }

  private void reconcile(Instant now) {
    Situation situation =
        new Situation(
            assigned.trust(),
            assigned.desired(),
            supervisors.observed(now),
            creations.current(now),
            refused(),
            proxied());
    Plan plan = Reconciler.plan(situation);
    Set<HostPort> taken = ports.taken(plan.portsToTry());
    if (!taken.isEmpty()) {
      taken.addAll(situation.taken());
      plan = Reconciler.plan(situation.withTaken(taken));
    }
    begin(plan.steps(), now);
  }

  /** Ports that the proxy could not take. */
  private Set<HostPort> refused() {
    return carrier.refused().stream()
        .map(port -> new HostPort(port.port(), port.udp()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Ports that the proxy has, or could not take, and for which service. */
  private Map<HostPort, String> proxied() {
    return carrier.done().routes().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                route -> new HostPort(route.port(), route.protocol() == Protocol.UDP),
                route -> route.namespace() + "/" + route.service()));
  }

  /**
   * An agent that does not know what is desired leaves the proxy the table that it has until it
   * knows who is healthy: its own would close ports that are served.
   */
  private void lead() {
    led |=
        assigned.trust() != Trust.NONE || supervisors.all().stream().noneMatch(Supervisor::changes);
    if (led) {
      carrier.lead(table());
    }
  }

  /** What the proxy is to do, after the steps of this pass were begun. */
  private Table table() {
    return Routing.table(
        publishAddress,
        assigned.desired().stream().map(this::wanted).toList(),
        supervisors.all().stream().filter(Supervisor::takesRequests).map(this::serving).toList(),
        supervisors.all().stream()
            .filter(one -> one.container().run().running() && !one.takesRequests())
            .map(Supervisor::name)
            .sorted()
            .toList(),
        carrier.done());
  }

  private Routing.Wanted wanted(Desired replica) {
    Assignment assignment = replica.assignment();
    ServiceRoute route = assigned.route(assignment.namespace(), assignment.service());
    return new Routing.Wanted(
        assignment.namespace(),
        assignment.service(),
        assignment.spec().ports(),
        assignment.spec().deploy().update().drainTimeout(),
        isChanging(assignment),
        route.weights(),
        route.elsewhere());
  }

  /**
   * Whether another instance is to be expected: one is being exchanged, or the revision is on
   * trial, and if it fails what was there before comes back.
   */
  private boolean isChanging(Assignment assignment) {
    return assigned.desired().stream()
        .filter(replica -> replica.isOf(assignment.namespace(), assignment.service()))
        .anyMatch(replica -> !replica.assignment().settled() || isExchanged(replica.key()));
  }

  private boolean isExchanged(String key) {
    return supervisors.all().stream()
        .anyMatch(one -> one.container().labels().key().equals(key) && one.changes());
  }

  private Routing.Serving serving(Supervisor one) {
    Labels labels = one.container().labels();
    long revision =
        assigned
            .fit(labels.key(), labels.origin())
            .map(Assignment::revision)
            .orElse(labels.revision());
    return new Routing.Serving(
        labels.namespace(),
        labels.service(),
        one.name(),
        revision,
        one.container().run().address(),
        labels.ports(),
        labels.drainTimeout());
  }

  private void begin(List<Step> plan, Instant now) {
    Map<String, List<Step>> byContainer = new LinkedHashMap<>();
    Map<String, String> holds = new HashMap<>();
    for (Step step : plan) {
      if (step instanceof Step.Create create) {
        creations.begin(create);
      } else if (step instanceof Step.Hold hold) {
        holds.put(hold.container(), hold.error());
      } else {
        byContainer.computeIfAbsent(subject(step), name -> new ArrayList<>()).add(step);
      }
    }
    supervisors.all().forEach(one -> one.hold(holds.getOrDefault(one.name(), "")));
    byContainer.forEach(
        (name, some) ->
            supervisors
                .find(name)
                .filter(supervisor -> supervisor.ready(now))
                .ifPresent(supervisor -> steps.begin(supervisor, some)));
  }

  private static String subject(Step step) {
    if (step instanceof Step.Start start) {
      return start.container();
    }
    if (step instanceof Step.Stop stop) {
      return stop.container();
    }
    return step instanceof Step.Remove remove
        ? remove.container()
        : ((Step.KeepRecord) step).container();
  }

  /** Images are given up only on a server's word, and not while one is being made ready. */
  private void prune() {
    if (assigned.trust() != Trust.ANSWERED || orders.underWay() || creations.underWay()) {
      return;
    }
    Set<String> needed = new HashSet<>(assigned.assignments().keepImages());
    assigned.desired().stream().map(one -> one.origin().image()).forEach(needed::add);
    orders.statuses().stream().map(ImageStatus::pinned).forEach(needed::add);
    assigned.assignments().images().forEach(order -> needed.add(order.image()));
    supervisors.all().forEach(one -> needed.add(one.container().labels().origin().image()));
    pruner.keepOnly(needed);
  }

  private Memory remembered() {
    return new Memory(
        supervisors.lives(),
        assigned.held(),
        pruner.brought(),
        orders.statuses().stream().filter(status -> status.state() == ImageState.READY).toList());
  }

  private Duration alone(Instant now) {
    Optional<Instant> due =
        supervisors.all().stream()
            .map(one -> one.due(minHealthy(one), now))
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    Instant first =
        Words.earliest(now, nextLook(), due.orElse(null), creations.due(now).orElse(null))
            .orElse(now);
    return Duration.between(now, first).plusMillis(1);
  }

  private Duration minHealthy(Supervisor supervisor) {
    return assigned.minHealthy(supervisor.container().labels().key());
  }
}
