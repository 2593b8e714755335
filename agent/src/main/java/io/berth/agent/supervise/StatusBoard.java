package io.berth.agent.supervise;

import io.berth.agent.container.Container;
import io.berth.agent.image.Orders;
import io.berth.agent.image.Pruner;
import io.berth.agent.reconcile.Restarts;
import io.berth.agent.reconcile.Trust;
import io.berth.agent.route.Carrier;
import io.berth.agent.route.TargetFigures;
import io.berth.agent.site.Site;
import io.berth.api.Assignment;
import io.berth.api.Figures;
import io.berth.api.HostStatus;
import io.berth.api.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The host's status as it is to be reported. Written by the reactor; {@link #latest} may be asked
 * by any thread.
 */
final class StatusBoard {
  /** How long what runs may wait to be reported until it is known what it is to be measured by. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Site site;
  private final String version;
  private final EngineWatch watch;
  private final Assigned assigned;
  private final Orders orders;
  private final Pruner pruner;
  private final UsageSampler usage;
  private final Carrier carrier;
  private final StatusReport report;
  private final Runnable changed;
  private Instant begun;
  private HostStatus outline;
  private volatile HostStatus latest;

  /** {@code changed} is told when there is news, on the reactor. */
  StatusBoard(
      Site site,
      String version,
      EngineWatch watch,
      Assigned assigned,
      Orders orders,
      Pruner pruner,
      UsageSampler usage,
      Carrier carrier,
      Runnable changed) {
    this.site = site;
    this.version = version;
    this.watch = watch;
    this.assigned = assigned;
    this.orders = orders;
    this.pruner = pruner;
    this.usage = usage;
    this.carrier = carrier;
    this.report = new StatusReport(site, usage);
    this.changed = changed;
  }

  /** The latest; empty until there is one that is worth to be reported. */
  Optional<HostStatus> latest() {
    return Optional.ofNullable(latest);
  }

  void publish(
      Collection<Supervisor> supervisors, Collection<Creations.Attempt> failed, Instant now) {
    if (begun == null) {
      begun = now;
    }
    boolean unmeasured = assigned.trust() == Trust.NONE && !supervisors.isEmpty();
    if (unmeasured && now.isBefore(begun.plus(PATIENCE))) {
      return;
    }
    usage.running(
        supervisors.stream()
            .filter(one -> one.container().run().running())
            .map(Supervisor::name)
            .toList(),
        assigned.compares());
    List<Status> statuses = new ArrayList<>();
    supervisors.forEach(one -> statuses.add(status(one, now)));
    failed.forEach(attempt -> statuses.add(report.of(attempt)));
    latest = host(statuses, figures());
    HostStatus news = host(statuses.stream().map(StatusReport::outline).toList(), List.of());
    if (!news.equals(outline)) {
      outline = news;
      changed.run();
    }
  }

  private Status status(Supervisor supervisor, Instant now) {
    Container container = supervisor.container();
    Optional<Assignment> fits = assigned.fit(container.labels().key(), container.labels().origin());
    boolean again =
        fits.filter(one -> Restarts.allowed(one.spec().restart(), supervisor.observed(now)))
            .isPresent();
    return report.of(supervisor, fits, again);
  }

  /** What the proxy carried to services that are compared. */
  private List<Figures> figures() {
    TargetFigures.All all = carrier.figures();
    return all.targets().stream()
        .filter(one -> assigned.route(one.namespace(), one.service()).compared())
        .map(
            one ->
                new Figures(
                    one.namespace(),
                    one.service(),
                    one.revision(),
                    one.instance(),
                    all.since(),
                    one.requests(),
                    one.errors(),
                    one.latency()))
        .toList();
  }

  private HostStatus host(List<Status> statuses, List<Figures> figures) {
    return new HostStatus(
        0,
        site.cluster(),
        site.host(),
        site.address(),
        site.labels(),
        version,
        "", // Where its HTTP is reached is known to the agent as a whole, and added there.
        watch.state(),
        statuses,
        orders.statuses(),
        pruner.pruned(),
        figures);
  }
}
