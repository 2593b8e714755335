package io.berth.server.watch;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Status;
import io.berth.server.catalog.ServiceName;
import io.berth.server.host.HostReport;
import io.berth.server.host.Hosts;
import io.berth.server.host.Reports;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Nudges the watches of whatever changes. */
public final class Changes {
  private final Nudges nudges;
  private final Heads heads;
  private final Hosts hosts;
  private Set<Object> states = Set.of();

  /** What concerns hosts of the rollouts under way: that they are measured does not. */
  private final Map<String, Object> told = new ConcurrentHashMap<>();

  /** Wires it, and hears of changes from then on. */
  public Changes(Nudges nudges, Heads heads, Reports reports, Hosts hosts) {
    this.nudges = nudges;
    this.heads = heads;
    this.hosts = hosts;
    heads.onChange(this::changed);
    reports.onChange(this::reported);
  }

  /**
   * Looks for what changes by the clock alone: hosts that are lost. Call it every second, from one
   * thread.
   */
  public void sweep() {
    Set<Object> now = new HashSet<>();
    hosts.list().items().forEach(host -> now.add(List.of(host.host(), host.state())));
    if (!now.equals(states)) {
      states = now;
      nudges.nudgeAll();
    }
  }

  private void changed(Entry entry) {
    switch (entry.kind()) {
      case SERVICE -> service(entry);
      case INSTANCE -> nudges.nudge(Topic.service(ServiceName.ofKey(entry.key())));
      case ROLLOUT -> rollout(entry);
      case ASSIGNMENT -> assignment(entry);
      case HOST -> nudges.nudge(Topic.host(entry.key()));
      case RECORD -> {}
    }
  }

  /**
   * Which rollout is the newest, and so what hosts are to do, is said by the service's revision.
   */
  private void service(Entry entry) {
    ServiceName name = ServiceName.ofKey(entry.key());
    nudges.nudge(Topic.service(name));
    heads
        .get(Kind.ROLLOUT, name.rollout(entry.version()))
        .filter(rollout -> !rollout.deleted())
        .ifPresent(rollout -> tellHosts(rollout.document(Rollout.class)));
  }

  private void rollout(Entry entry) {
    nudges.nudge(Topic.service(ServiceName.ofRollout(entry.key())));
    if (entry.deleted()) {
      return; // That of a forgotten revision, which no host is told of.
    }
    Rollout rollout = entry.document(Rollout.class);
    Object concern =
        List.of(rollout.state(), rollout.image(), rollout.slots(), rollout.shift().weights());
    Object before = rollout.ended() ? told.remove(entry.key()) : told.put(entry.key(), concern);
    if (!concern.equals(before)) {
      tellHosts(rollout);
    }
  }

  private void tellHosts(Rollout rollout) {
    rollout.slots().stream()
        .map(Rollout.Slot::host)
        .distinct()
        .forEach(host -> nudges.nudge(Topic.host(host)));
  }

  private void assignment(Entry entry) {
    if (entry.deleted()) {
      nudges.nudgeAll(); // It no longer says which host it was on.
      return;
    }
    nudges.nudge(Topic.service(ServiceName.ofKey(entry.key())));
    nudges.nudge(Topic.host(entry.document(Assignment.class).host()));
  }

  /**
   * Most reports only bring other figures. They are not worth waking anybody, but who asks anew is
   * to get them.
   */
  private void reported(HostReport before, HostReport after) {
    List<Status> then = before == null ? List.of() : before.status().statuses();
    List<Status> now = after.status().statuses();
    boolean steady = steady(then).equals(steady(now));
    List<Status> both = new ArrayList<>(then);
    both.addAll(now);
    both.stream()
        .map(status -> new ServiceName(status.namespace(), status.service()))
        .distinct()
        .forEach(steady ? this::touch : name -> nudge(name, after.status().host()));
  }

  private void touch(ServiceName name) {
    nudges.touch(Topic.service(name));
  }

  private void nudge(ServiceName name, String host) {
    nudges.nudge(Topic.service(name));
    hosts.relyingOn(name.key(), host).forEach(other -> nudges.nudge(Topic.host(other)));
  }

  private static List<Status> steady(List<Status> statuses) {
    return statuses.stream().map(Status::steady).toList();
  }
}
