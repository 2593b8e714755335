package io.berth.agent.supervise;

import io.berth.agent.container.Engine;
import io.berth.agent.container.ImageStore;
import io.berth.agent.health.Prober;
import io.berth.agent.image.Credentials;
import io.berth.agent.image.Orders;
import io.berth.agent.image.Pruner;
import io.berth.agent.image.Resolver;
import io.berth.agent.reconcile.Step;
import io.berth.agent.reconcile.Trust;
import io.berth.agent.route.Carrier;
import io.berth.agent.site.Site;
import io.berth.agent.state.Memory;
import io.berth.agent.state.MemoryFile;
import io.berth.agent.state.RecordSpool;
import io.berth.agent.thread.Threads;
import io.berth.api.HostAssignments;
import io.berth.api.HostStatus;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Keeps a host as it is desired to be. What runs goes on running when this is closed. */
public final class HostKeeper implements AutoCloseable {
  private final Reactor reactor = new Reactor();
  private final EngineWatch watch;
  private final Supervision supervision;
  private final StatusBoard board;
  private final UsageSampler usage;

  /**
   * What it works on.
   *
   * @param engine this host's
   * @param images on it
   * @param imageRegistry where images come from that name no registry, empty for Docker Hub
   * @param prober asks containers how they are
   * @param carrier carries requests to containers
   * @param departures tell others of instances that are being stopped
   */
  public record Equipment(
      Engine engine,
      ImageStore images,
      Credentials credentials,
      String imageRegistry,
      Prober prober,
      Carrier carrier,
      Departures departures,
      Threads threads,
      Clock clock,
      RandomGenerator random) {}

  /**
   * Who is told of what, on any thread.
   *
   * @param statusChanged there is news to report
   * @param recordSpooled there is a record to send
   * @param stepDone a step was done
   */
  public record Listeners(
      Runnable statusChanged, Runnable recordSpooled, Consumer<Step> stepDone) {}

  /** Begins when started, from what is remembered. */
  public HostKeeper(
      Site site,
      String version,
      Equipment with,
      MemoryFile memoryFile,
      RecordSpool spool,
      Listeners told) {
    Memory memory = memoryFile.load();
    Threads threads = with.threads();
    Pruner pruner = new Pruner(with.images(), threads, reactor, memory.pulled());
    Resolver resolver =
        new Resolver(
            with.images(),
            with.credentials(),
            with.imageRegistry(),
            image -> reactor.execute(() -> pruner.brought(image)));
    Orders orders = new Orders(resolver, threads, reactor, memory.orders());
    Assigned assigned = new Assigned(memory.held());
    this.watch = new EngineWatch(with.engine(), threads, reactor);
    this.usage = new UsageSampler(with.engine(), threads, () -> reactor.execute(() -> {}));
    this.board =
        new StatusBoard(
            site,
            version,
            watch,
            assigned,
            orders,
            pruner,
            usage,
            with.carrier(),
            told.statusChanged());
    Supervisors supervisors = new Supervisors(memory.lives(), with.prober(), threads, reactor);
    Recorder recorder = new Recorder(with.engine(), spool, told.recordSpooled(), site);
    this.supervision =
        new Supervision(
            with.clock(),
            watch,
            supervisors,
            new Creations(
                with.engine(),
                resolver,
                site,
                threads,
                reactor,
                watch,
                supervisors,
                with.clock(),
                with.random()),
            new StepRunner(
                with.engine(),
                recorder,
                with.carrier(),
                with.departures(),
                threads,
                reactor,
                watch,
                with.clock(),
                told.stepDone()),
            assigned,
            orders,
            pruner,
            PortCheck.on(site.publishAddress()),
            with.carrier(),
            site.publishAddress(),
            memoryFile,
            board);
  }

  /** Begins: what runs is taken over as it is. */
  public void start() {
    watch.start(supervision);
    reactor.start(supervision::pass);
    usage.start();
  }

  /** This is desired from now on; from any thread, in order. */
  public void assign(HostAssignments assignments, Trust trust) {
    reactor.execute(() -> supervision.assign(assignments, trust));
  }

  /** The carrier has news. */
  public void carrierChanged() {
    reactor.execute(() -> {});
  }

  /** What to report; empty until the engine was asked. From any thread. */
  public Optional<HostStatus> status() {
    return board.latest();
  }

  @Override
  public void close() {
    reactor.close();
  }
}
