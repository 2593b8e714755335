package io.berth.agent.supervise;

import io.berth.agent.container.Container;
import io.berth.agent.reconcile.Ending;
import io.berth.agent.reconcile.Phase;
import io.berth.agent.site.Site;
import io.berth.agent.supervise.UsageSampler.Figures;
import io.berth.api.Assignment;
import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.Probe;
import io.berth.api.Status;
import java.util.List;
import java.util.Optional;

/** How a container's status reads on the wire. */
final class StatusReport {
  private final Site site;
  private final UsageSampler usage;

  StatusReport(Site site, UsageSampler usage) {
    this.site = site;
    this.usage = usage;
  }

  /**
   * Of a container.
   *
   * @param fits the assignment that it fits, if any
   * @param again whether it will be started again if it ended
   */
  Status of(Supervisor supervisor, Optional<Assignment> fits, boolean again) {
    Container container = supervisor.container();
    Container.Run run = container.run();
    Figures figures = run.running() ? usage.of(container.name()) : Figures.NONE;
    return new Status(
        container.labels().namespace(),
        container.labels().service(),
        container.labels().replica(),
        site.host(),
        container.name(),
        container.id(),
        fits.map(Assignment::revision).orElse(container.labels().revision()),
        container.labels().origin().specHash(),
        fits.isPresent(),
        container.labels().origin().image(),
        state(supervisor, rests(supervisor, fits), again),
        health(supervisor, rests(supervisor, fits)),
        supervisor.life().counted(),
        supervisor.checkup().last(),
        supervisor.life().restarts(),
        supervisor.life().ends() == 0 ? null : supervisor.life().exitCode(),
        supervisor.error(),
        site.address(),
        run.ports(),
        figures.cpu(),
        figures.memory(),
        container.createdAt(),
        run.startedAt());
  }

  /**
   * Whether it was stopped for another and is wanted again: that it ended says nothing against it,
   * it waits for its start like one that was just made.
   */
  private static boolean rests(Supervisor supervisor, Optional<Assignment> fits) {
    Phase phase = supervisor.container().run().phase();
    boolean asked = phase == Phase.ENDED && supervisor.life().ending() == Ending.ASKED;
    return (phase == Phase.CREATED || (asked && fits.isPresent())) && !supervisor.cannotStart();
  }

  private static InstanceState state(Supervisor supervisor, boolean rests, boolean again) {
    if (supervisor.work().stops()) {
      return InstanceState.STOPPING;
    }
    if (rests) {
      return InstanceState.CREATED;
    }
    return switch (supervisor.container().run().phase()) {
      case RUNNING -> InstanceState.RUNNING;
      case CREATED -> InstanceState.FAILED;
      case ENDED ->
          supervisor.cannotStart()
              ? InstanceState.FAILED
              : again ? InstanceState.BACKING_OFF : InstanceState.EXITED;
      case DEAD -> InstanceState.EXITED;
    };
  }

  private static Health health(Supervisor supervisor, boolean rests) {
    if (supervisor.container().run().phase() == Phase.RUNNING) {
      return supervisor.checkup().health();
    }
    return rests ? Health.STARTING : Health.FAILING;
  }

  /** Of a container that could not be made. */
  Status of(Creations.Attempt attempt) {
    Assignment assignment = attempt.assignment();
    return new Status(
        assignment.namespace(),
        assignment.service(),
        assignment.replica(),
        site.host(),
        attempt.name(),
        "",
        assignment.revision(),
        attempt.origin().specHash(),
        true,
        attempt.origin().image(),
        InstanceState.FAILED,
        Health.FAILING,
        false,
        null,
        0,
        null,
        attempt.error(),
        site.address(),
        List.of(),
        0,
        0,
        null,
        null);
  }

  /** The same without what changes all the time and is news to nobody. */
  static Status outline(Status status) {
    Probe probe = status.probe();
    return new Status(
        status.namespace(),
        status.service(),
        status.replica(),
        status.host(),
        status.instance(),
        status.container(),
        status.revision(),
        status.specHash(),
        status.current(),
        status.image(),
        status.state(),
        status.health(),
        status.counted(),
        probe == null ? null : new Probe(null, probe.url(), probe.status(), probe.error()),
        status.restarts(),
        status.exitCode(),
        status.error(),
        status.address(),
        status.ports(),
        0,
        0,
        status.createdAt(),
        status.startedAt());
  }
}
