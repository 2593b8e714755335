package io.berth.agent.reconcile;

import io.berth.api.RecordReason;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps of one replica: the container that fits is made, then room is made for it, then it
 * runs, then the others stop; they are kept until the revision held.
 */
final class ReplicaSteps {
  private final Reconciler plan;
  private final Desired desired;
  private final Optional<Observed> fit;
  private final List<Observed> rest;

  ReplicaSteps(Reconciler plan, Desired desired) {
    this.plan = plan;
    this.desired = desired;
    List<Observed> all = plan.now().of(desired.key());
    this.fit =
        all.stream()
            .filter(container -> fits(container, desired))
            .max(Comparator.comparing(Observed::live).thenComparing(Observed::createdAt));
    this.rest = all.stream().filter(container -> !fit.equals(Optional.of(container))).toList();
  }

  private static boolean fits(Observed container, Desired desired) {
    return container.origin().equals(desired.origin()) && container.phase() != Phase.DEAD;
  }

  void add() {
    if (fit.isEmpty()) {
      create();
    } else if (fit.get().steady()) {
      takeOver(fit.get());
    } else if (!fit.get().busy()) {
      start(fit.get());
    }
    keepServing();
    fit.ifPresent(this::drop);
  }

  private void create() {
    if (!plan.now().creating().contains(new Situation.Creating(desired.key(), desired.origin()))) {
      plan.add(new Step.Create(desired.assignment(), desired.origin()));
    }
  }

  private void takeOver(Observed current) {
    for (Observed other : rest) {
      boolean over = current.counted() || desired.stopFirst() || current.excludes(other);
      if (over && other.steady()) {
        stop(other);
      }
    }
  }

  private void start(Observed current) {
    if (current.waiting() || !Restarts.allowed(desired.assignment().spec().restart(), current)) {
      return;
    }
    Set<Observed> inTheWay = inTheWayOf(current);
    Optional<String> refusal = refusal(current, inTheWay);
    if (refusal.isPresent()) {
      plan.add(new Step.Hold(current.name(), refusal.get()));
    } else if (!plan.now().proxied().keySet().containsAll(neededOfProxy(current))) {
      return; // Whether it can have them is known in a moment.
    } else if (inTheWay.isEmpty()) {
      plan.start(current);
    } else {
      plan.tryPorts(plan.room().notHeldOf(current));
      inTheWay.stream().filter(Observed::steady).forEach(this::stop);
    }
  }

  private Set<Observed> inTheWayOf(Observed current) {
    Set<Observed> inTheWay = new LinkedHashSet<>(plan.room().inTheWayOf(current));
    if (desired.stopFirst()) {
      rest.stream().filter(Observed::live).forEach(inTheWay::add);
    }
    return inTheWay;
  }

  /** Why nothing may be stopped for this container, if so. */
  private Optional<String> refusal(Observed current, Set<Observed> inTheWay) {
    Set<HostPort> needed = new HashSet<>(current.ports());
    needed.addAll(neededOfProxy(current));
    String taken =
        needed.stream()
            .filter(plan.now().taken()::contains)
            .map(HostPort::toString)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!taken.isEmpty()) {
      return Optional.of("host port " + taken + " is held by another process");
    }
    Optional<String> anothers =
        neededOfProxy(current).stream()
            .filter(port -> !owner(port).equals(desired.service()))
            .map(port -> "host port " + port + " is published by " + owner(port))
            .sorted()
            .findFirst();
    if (anothers.isPresent()) {
      return anothers;
    }
    return inTheWay.stream()
        .filter(other -> !other.busy() && !mayGo(other))
        .map(other -> Room.reason(current, other))
        .findFirst();
  }

  /** Which service the proxy has a port for; this one where it is nobody's. */
  private String owner(HostPort port) {
    return plan.now().proxied().getOrDefault(port, desired.service());
  }

  /** One that served before goes on without. */
  private Set<HostPort> neededOfProxy(Observed current) {
    return current.phase() == Phase.CREATED ? desired.proxied() : Set.of();
  }

  /** Whether a container is to go anyway, and what takes its place is made. */
  private boolean mayGo(Observed other) {
    if (other.key().equals(desired.key())) {
      return true;
    }
    Optional<Desired> owner = plan.now().desired(other.key());
    if (owner.isEmpty()) {
      return plan.now().trust() == Trust.ANSWERED;
    }
    return !fits(other, owner.get())
        && plan.now().of(other.key()).stream().anyMatch(made -> fits(made, owner.get()));
  }

  /**
   * The old container, if it is what held, is started again when it dies, for as long as the new
   * one cannot stand in for it.
   */
  private void keepServing() {
    boolean stoodIn = fit.isPresent() && !standsBy(fit.get());
    if (stoodIn || rest.stream().anyMatch(Observed::live)) {
      return;
    }
    rest.stream()
        .filter(old -> old.phase() == Phase.ENDED && old.ending() == Ending.UNASKED)
        .filter(old -> desired.returnTo().map(old.origin()::equals).orElse(fit.isEmpty()))
        .max(Comparator.comparing(Observed::createdAt))
        .filter(old -> !old.waiting() && plan.room().inTheWayOf(old).isEmpty())
        .filter(old -> Restarts.allowed(desired.assignment().spec().restart(), old))
        .ifPresent(plan::start);
  }

  private boolean standsBy(Observed current) {
    return switch (current.phase()) {
      case CREATED -> !plan.room().holds(current);
      case RUNNING -> !current.counted() && !desired.stopFirst();
      default -> false;
    };
  }

  private void drop(Observed current) {
    if (plan.now().trust() != Trust.ANSWERED) {
      return;
    }
    for (Observed other : rest) {
      boolean gone = other.phase() == Phase.DEAD;
      if (other.idle() && !plan.room().holds(other) && (gone || givenUp(other, current))) {
        String by = "revision " + desired.assignment().revision() + " took its place";
        plan.remove(other, RecordReason.REPLACED, by);
      }
    }
  }

  /** Whether nobody will go back to this container. */
  private boolean givenUp(Observed other, Observed current) {
    if (desired.assignment().settled()) {
      return true;
    }
    boolean surplus = other.origin().equals(desired.origin());
    boolean returnable = desired.returnTo().map(other.origin()::equals).orElse(true);
    return current.steady() && (surplus || !returnable);
  }

  private void stop(Observed container) {
    plan.add(new Step.Stop(container.name(), container.grace()));
  }
}
