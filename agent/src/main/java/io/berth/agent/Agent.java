package io.berth.agent;

import io.berth.agent.container.docker.DockerConnection;
import io.berth.agent.container.docker.DockerEngine;
import io.berth.agent.container.docker.DockerImages;
import io.berth.agent.container.docker.DockerLogs;
import io.berth.agent.health.NetworkProber;
import io.berth.agent.http.LogRoute;
import io.berth.agent.http.OwnHttp;
import io.berth.agent.http.Readiness;
import io.berth.agent.image.Credentials;
import io.berth.agent.metrics.Metrics;
import io.berth.agent.proxy.ProxyLink;
import io.berth.agent.proxy.RunningProxy;
import io.berth.agent.reconcile.Step;
import io.berth.agent.reconcile.Trust;
import io.berth.agent.registry.AssignmentWatch;
import io.berth.agent.registry.Lookout;
import io.berth.agent.registry.RecordSender;
import io.berth.agent.registry.RegistryClient;
import io.berth.agent.registry.Reporter;
import io.berth.agent.registry.Servers;
import io.berth.agent.site.Site;
import io.berth.agent.state.AssignmentsFile;
import io.berth.agent.state.DataDir;
import io.berth.agent.state.MemoryFile;
import io.berth.agent.state.RecordSpool;
import io.berth.agent.supervise.HostKeeper;
import io.berth.agent.thread.Threads;
import io.berth.api.HostAssignments;
import io.berth.api.HostStatus;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent, whole. Closing it leaves every container as it is. */
public final class Agent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);
  private static final Duration PULL_STALL = Duration.ofSeconds(60);

  private final AgentOptions options;
  private final Threads threads = new Threads();
  private final DataDir data;
  private final AssignmentsFile assignments;
  private final DockerEngine engine;
  private final DockerLogs logs;
  private final ProxyLink proxy;
  private final HostKeeper keeper;
  private final AssignmentWatch watch;
  private final Reporter reporter;
  private final RecordSender records;
  private final Lookout lookout;
  private final Metrics metrics;
  private final LogRoute logRoute;
  private final OwnHttp http;
  private volatile Trust trust = Trust.NONE;
  private volatile String reachedAt = "";

  /**
   * Takes the data directory, and starts nothing yet.
   *
   * @throws IOException when it cannot run; the message says why
   */
  public Agent(AgentOptions options, String version) throws IOException {
    this.options = options;
    Site site = options.site();
    Clock clock = Clock.systemUTC();
    RandomGenerator random = new SecureRandom();
    Credentials credentials = credentials(options);
    this.data = DataDir.open(options.data());
    this.assignments = new AssignmentsFile(data);
    RecordSpool spool = new RecordSpool(data);
    Servers servers = Servers.spread(options.servers(), site.host());
    RegistryClient client = new RegistryClient(servers);
    this.records = new RecordSender(client, spool);
    DockerConnection docker = new DockerConnection(options.docker(), threads.timer());
    this.engine = new DockerEngine(docker, site);
    this.logs = new DockerLogs(new DockerConnection(options.docker(), threads.timer()));
    this.proxy = new ProxyLink(RunningProxy.folder(options.data()), this::carrierChanged);
    this.keeper =
        new HostKeeper(
            site,
            version,
            new HostKeeper.Equipment(
                engine,
                new DockerImages(docker, PULL_STALL),
                credentials,
                options.imageRegistry(),
                new NetworkProber(clock),
                proxy,
                this::departs,
                threads,
                clock,
                random),
            new MemoryFile(data, threads),
            spool,
            new HostKeeper.Listeners(this::statusChanged, records::changed, this::stepDone));
    this.metrics = new Metrics(keeper::status);
    metrics.asks(servers.all(), servers::current);
    metrics.carried(proxy::figures);
    this.reporter = new Reporter(client, this::report, metrics::reported, clock);
    this.watch = new AssignmentWatch(client, site, this::answered, random);
    this.lookout = new Lookout(client, random);
    this.logRoute = new LogRoute(site.host(), keeper::status, logs, clock);
    this.http = new OwnHttp(this::readiness, metrics::scrape, logRoute);
  }

  private static Credentials credentials(AgentOptions options) throws IOException {
    if (options.credentials().isEmpty()) {
      return new Credentials(options.data().resolve("credentials.json"));
    }
    Credentials credentials = new Credentials(options.credentials().get());
    credentials.check();
    return credentials;
  }

  /**
   * Takes over what runs, and begins.
   *
   * @throws IOException when its own port is taken
   */
  public void start() throws IOException {
    int port = http.listen(options.listenAddress(), options.listenPort());
    reachedAt = options.reachedAt(port);
    Site site = options.site();
    log.info(
        "agent of host {} in cluster {}, servers {}, engine {}, own HTTP at {}",
        site.host(),
        site.cluster(),
        options.servers(),
        options.docker(),
        reachedAt);
    Optional<HostAssignments> remembered = assignments.load(site.cluster(), site.host());
    remembered.ifPresent(known -> assign(known, Trust.REMEMBERED));
    proxy.start();
    keeper.start();
    watch.start(remembered);
    reporter.start();
    records.start();
    lookout.start();
  }

  /** On the watch's thread. On disk before it is acted on: a restart must not go back behind it. */
  private void answered(HostAssignments given) {
    assignments.save(given);
    if (trust != Trust.ANSWERED) {
      log.info("assignments received: {}", given.assignments().size());
    }
    assign(given, Trust.ANSWERED);
  }

  private void assign(HostAssignments known, Trust from) {
    trust = from;
    keeper.assign(known, from);
  }

  /** The host's status, with where this agent is reached. */
  private Optional<HostStatus> report() {
    return keeper.status().map(status -> status.reachedAt(reachedAt));
  }

  private void carrierChanged() {
    keeper.carrierChanged();
  }

  private void departs(String instance) throws InterruptedException {
    reporter.awaitDeparture(instance);
  }

  private void statusChanged() {
    reporter.changed();
    logRoute.changed();
  }

  private void stepDone(Step step) {
    metrics.done(step);
  }

  private Readiness readiness() {
    List<String> reasons = new ArrayList<>();
    Optional<HostStatus> status = keeper.status();
    if (trust == Trust.NONE) {
      reasons.add("no server has answered yet");
    }
    if (status.isEmpty()) {
      reasons.add("the container engine was not asked yet");
    } else if (!status.get().engine().reachable()) {
      reasons.add(status.get().engine().error());
    }
    if (!proxy.trouble().isEmpty()) {
      reasons.add(proxy.trouble());
    }
    return Readiness.unless(reasons);
  }

  @Override
  public void close() {
    http.close();
    lookout.close();
    watch.close();
    reporter.close();
    records.close();
    keeper.close();
    proxy.close();
    threads.close();
    engine.close();
    logs.close();
    try {
      data.close();
    } catch (IOException e) {
      log.warn("the data directory cannot be released: {}", e.getMessage());
    }
  }
}
