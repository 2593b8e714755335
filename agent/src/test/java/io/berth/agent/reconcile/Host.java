package io.berth.agent.reconcile;

import io.berth.agent.kit.SpecBuilder;
import io.berth.agent.reconcile.Situation.Creating;
import io.berth.api.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A host as a test describes it, and what the diff says of it. */
final class Host {
  static final Duration GRACE = Duration.ofSeconds(5);

  private final List<Desired> desired = new ArrayList<>();
  private final List<Observed> observed = new ArrayList<>();
  private final Set<Creating> creating = new HashSet<>();
  private final Set<HostPort> taken = new HashSet<>();
  private final Map<HostPort, String> proxied = new HashMap<>();
  private Trust trust = Trust.ANSWERED;
  private boolean proxyIsAway;

  static Host host() {
    return new Host();
  }

  Host trust(Trust value) {
    trust = value;
    return this;
  }

  Host wants(Assignment assignment) {
    return wants(assignment, null);
  }

  Host wants(Assignment assignment, Assignment returnTo) {
    desired.add(
        new Desired(
            assignment, Origin.of(assignment), Optional.ofNullable(returnTo).map(Origin::of)));
    return this;
  }

  Host creating(Assignment assignment) {
    creating.add(new Creating(assignment.key(), Origin.of(assignment)));
    return this;
  }

  Host taken(int port) {
    taken.add(new HostPort(port, false));
    return this;
  }

  Host has(One container) {
    observed.add(container.build(observed.size()));
    return this;
  }

  Plan plan() {
    return Reconciler.plan(new Situation(trust, desired, observed, creating, taken, proxied()));
  }

  private Map<HostPort, String> proxied() {
    Map<HostPort, String> all = new HashMap<>();
    if (!proxyIsAway) {
      desired.forEach(
          replica -> replica.proxied().forEach(port -> all.put(port, replica.service())));
    }
    all.putAll(proxied);
    return all;
  }

  /** The proxy has this port for this service. */
  Host proxied(int port, String service) {
    proxied.put(new HostPort(port, false), service);
    return this;
  }

  /** The proxy has no port yet. */
  Host proxyIsAway() {
    proxyIsAway = true;
    return this;
  }

  List<Step> steps() {
    return plan().steps();
  }

  static SpecBuilder spec() {
    return SpecBuilder.spec();
  }

  static Step start(String container) {
    return new Step.Start(container);
  }

  static Step stop(String container) {
    return new Step.Stop(container, GRACE);
  }

  static Step remove(String container) {
    return new Step.Remove(container);
  }

  static Step make(Assignment assignment) {
    return new Step.Create(assignment, Origin.of(assignment));
  }

  /** A container of an assignment. */
  static One a(Assignment assignment, String name) {
    return new One(assignment, name);
  }

  static final class One {
    private final Assignment assignment;
    private final String name;
    private Phase phase = Phase.RUNNING;
    private boolean busy;
    private Boolean live;
    private boolean waiting;
    private boolean counted;
    private Ending ending;
    private int exitCode;
    private int ends;
    private boolean recorded;
    private String fault = "";

    private One(Assignment assignment, String name) {
      this.assignment = assignment;
      this.name = name;
    }

    One created() {
      phase = Phase.CREATED;
      return this;
    }

    One counted() {
      counted = true;
      return this;
    }

    One stopped() {
      return ended(Ending.ASKED, 143);
    }

    One crashed(int code) {
      fault = "exited with code " + code;
      return ended(Ending.UNASKED, code);
    }

    One ended(Ending why, int code) {
      phase = Phase.ENDED;
      ending = why;
      exitCode = code;
      ends = 1;
      return this;
    }

    One ends(int count) {
      ends = count;
      return this;
    }

    One recorded() {
      recorded = true;
      return this;
    }

    One busy() {
      busy = true;
      return this;
    }

    /** Its stop is done, and no look has shown it yet. */
    One justStopped() {
      busy = true;
      live = false;
      return this;
    }

    One waiting() {
      waiting = true;
      return this;
    }

    One dead() {
      phase = Phase.DEAD;
      return this;
    }

    One fault(String what) {
      fault = what;
      return this;
    }

    private Observed build(int age) {
      Set<String> volumes = new HashSet<>();
      assignment.spec().volumes().forEach(volume -> volumes.add(volume.source()));
      return new Observed(
          name,
          assignment.key(),
          assignment.revision(),
          Origin.of(assignment),
          phase,
          live != null ? live : phase == Phase.RUNNING || busy,
          busy,
          waiting,
          counted,
          ending,
          exitCode,
          ends,
          recorded,
          fault,
          HostPort.fixed(assignment.spec().ports()),
          volumes,
          Desired.exclusiveVolumes(assignment),
          GRACE,
          Instant.ofEpochSecond(age));
    }
  }
}
