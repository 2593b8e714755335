package io.berth.server;

import io.berth.server.catalog.Catalog;
import io.berth.server.catalog.Retention;
import io.berth.server.catalog.Summaries;
import io.berth.server.cluster.Cluster;
import io.berth.server.cluster.ClusterRefused;
import io.berth.server.cluster.ClusterSettings;
import io.berth.server.cluster.Identity;
import io.berth.server.host.Hosts;
import io.berth.server.host.Vigil;
import io.berth.server.http.Contract;
import io.berth.server.http.Domain;
import io.berth.server.http.HttpFront;
import io.berth.server.http.Meters;
import io.berth.server.http.Readiness;
import io.berth.server.instance.Lookup;
import io.berth.server.instance.Records;
import io.berth.server.instance.Registrations;
import io.berth.server.instance.SettingsReader;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import io.berth.server.rollout.Controller;
import io.berth.server.rollout.Rollouts;
import io.berth.server.rollout.Steering;
import io.berth.server.watch.Changes;
import io.berth.server.watch.Nudges;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One registry server, from its start to its close. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private HttpFront front;
  private Domain domain;
  private Readiness readiness;

  private Server() {}

  /**
   * Starts a server; when it returns, it listens, and is ready as soon as it has loaded.
   *
   * @throws JournalRefused when the journal must not be opened
   * @throws StartRefused when a port is in use, or the like
   */
  public static Server start(ServerOptions options) {
    Server server = new Server();
    try {
      server.open(options);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open(ServerOptions options) {
    Journal journal = opened(Journals.open(options));
    // Beside the joining of the cluster, which is most of the time that a start takes.
    CompletableFuture<Contract> contract = CompletableFuture.supplyAsync(Contract::load);
    CompletableFuture<Vertx> starting = CompletableFuture.supplyAsync(Server::vertx);
    parts.push(() -> starting.join().close().await());
    Cluster cluster = opened(join(options, journal));
    domain = domain(options, journal, cluster);
    readiness = new Readiness(() -> waitingFor(cluster), cluster.presence()::reasons);
    serve(options, cluster, starting.join(), contract.join());
  }

  private static Cluster join(ServerOptions options, Journal journal) {
    Address at = options.clusterListen();
    ClusterSettings settings =
        new ClusterSettings(options.cluster(), at.host(), at.port(), options.join());
    Identity identity =
        Identity.of(
            options.name(),
            "http://" + options.listen(),
            Version.number(),
            options.listen() + " on " + Machine.name());
    try {
      return Cluster.start(settings, identity, journal);
    } catch (ClusterRefused e) {
      throw new StartRefused(e.getMessage());
    }
  }

  private Domain domain(ServerOptions options, Journal journal, Cluster cluster) {
    var heads = cluster.heads();
    var scribe = cluster.scribe();
    var reports = cluster.reports();
    Clock clock = cluster.clock();
    Hosts hosts =
        new Hosts(options.cluster(), heads, scribe, reports, vigil(cluster), options.hostLease());
    Lookup lookup = new Lookup(heads, hosts);
    Catalog catalog =
        new Catalog(
            heads,
            scribe,
            journal,
            new Retention(heads, journal, options.keepRevisions(), behind()),
            clock);
    return new Domain(
        journal,
        heads,
        reports,
        catalog,
        new Summaries(heads, lookup::passing),
        new Rollouts(heads, journal, reports, hosts),
        new Steering(scribe, journal, clock),
        hosts,
        lookup,
        new Registrations(heads, scribe, cluster.renewals(), vigil(cluster)),
        new SettingsReader(catalog, heads, lookup),
        new Records(heads, scribe, journal),
        cluster.presence()::servers);
  }

  /** Where is done what nobody waits for. */
  private Executor behind() {
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            action -> {
              Thread thread = new Thread(action, "berth-retention");
              thread.setDaemon(true);
              return thread;
            });
    parts.push(executor::shutdownNow);
    return executor;
  }

  private static Vigil vigil(Cluster cluster) {
    return new Vigil(cluster.steadyClock(), cluster.presence());
  }

  private void serve(ServerOptions options, Cluster cluster, Vertx vertx, Contract contract) {
    Nudges nudges = new Nudges();
    Changes changes = new Changes(nudges, domain.heads(), domain.reports(), domain.hosts());
    Meters meters = new Meters();
    Figures.register(meters, domain);
    Controller controller =
        opened(
            new Controller(
                domain.heads(),
                cluster.scribe(),
                domain.journal(),
                domain.reports(),
                domain.hosts(),
                cluster.holder(),
                () -> cluster.presence().since().isPresent(),
                cluster.clock()));
    front = opened(new HttpFront(vertx, contract, domain, nudges, readiness, meters));
    try {
      front.listen(options.listen().host(), options.listen().port(), LOOPS).await();
    } catch (Exception e) {
      throw new StartRefused("cannot listen on " + options.listen() + ": " + e.getMessage());
    }
    cluster.presence().start(domain.heads()::seq, readiness::reasons);
    opened(new Sweep(domain.registrations(), changes, nudges, front))
        .start(cluster::ready, controller::start);
  }

  /** The port that HTTP listens on. */
  public int port() {
    return front.port();
  }

  /** Why it is not ready; empty when it is. */
  public List<String> notReady() {
    return readiness.reasons();
  }

  /** The parts of it that know of services and hosts. */
  public Domain domain() {
    return domain;
  }

  /**
   * Ends it: what waits is answered, what is under way may end, the controller lease is given away,
   * the journal is closed.
   */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("a part of the server did not end well", e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private static List<String> waitingFor(Cluster cluster) {
    List<String> strange = cluster.presence().strange();
    if (!strange.isEmpty()) {
      return strange;
    }
    if (cluster.ready()) {
      return List.of();
    }
    String trouble = cluster.trouble();
    return List.of(
        "the state is not loaded from the journal yet" + (trouble.isEmpty() ? "" : ": " + trouble));
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(LOOPS)
            // Nothing is served from files: leaves no cache folder behind.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }
}
