package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.history.Chronicle;
import io.berth.e2e.history.Clients;
import io.berth.e2e.history.Linearizability;
import io.berth.e2e.history.Operation;
import io.berth.e2e.history.Operation.Kind;
import io.berth.e2e.history.Recorder;
import io.berth.e2e.history.Violation;
import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Server;
import io.berth.e2e.observe.Judge;
import io.berth.e2e.observe.Observers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * What runs through every fault: clients that compare-and-set and read some services, watchers of
 * them at every server; and in the end the verdict on all that they saw.
 */
final class Trial implements AutoCloseable {
  /**
   * How old a read may be at a server that hears of changes through the journal alone: it looks at
   * least once a second.
   */
  static final Duration TAIL = Duration.ofSeconds(2);

  private static final int SERVICES = 3;
  private static final int CLIENTS = 2;

  private final String name;
  private final Cluster cluster;
  private final Recorder recorder = new Recorder();
  private final List<String> services;
  private final Clients clients;
  private final Observers observers;

  private Trial(String name, Cluster cluster) {
    this.name = name;
    this.cluster = cluster;
    this.services = IntStream.rangeClosed(1, SERVICES).mapToObj(i -> name + "-" + i).toList();
    this.clients = Clients.of(recorder, cluster.servers(), services, CLIENTS);
    this.observers = Observers.of(cluster.servers(), services);
  }

  /**
   * Begins.
   *
   * @param name of the scenario, and of the services
   */
  static Trial on(Cluster cluster, String name) {
    Trial trial = new Trial(name, cluster);
    try {
      trial.awaitWrites(20);
      trial.services.forEach(service -> trial.observers.awaitRevision(service, 1));
      return trial;
    } catch (RuntimeException e) {
      trial.close();
      throw e;
    }
  }

  /** The services that are written. */
  List<String> services() {
    return services;
  }

  /** From now on clients use these servers alone. */
  void use(Server... servers) {
    clients.use(List.of(servers));
  }

  /** From now on clients use all servers again. */
  void useAll() {
    clients.use(cluster.servers());
  }

  /** How many operations have ended, one way or another. */
  long operations() {
    return recorder.count();
  }

  /** Lets it run for a time. */
  void hold(Duration time) {
    Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
  }

  /** How often which status was answered; 0 for no answer. */
  Map<Integer, Long> answers() {
    return clients.answers();
  }

  /** Waits until so many more writes have been acknowledged. */
  void awaitWrites(int more) {
    awaitWritten(written() + more);
  }

  /** Waits until so many writes have been acknowledged since the load began. */
  void awaitWritten(long enough) {
    Awaitility.await(name + ": " + enough + " writes")
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> written() >= enough);
  }

  /** How many writes have been acknowledged. */
  long written() {
    return recorder.count(Kind.WRITTEN);
  }

  /** Waits until every watcher of a service's instances knows them, promptly. */
  void awaitInstances(String service, Set<String> instances) {
    observers.awaitInstances(service, instances);
  }

  /** How many requests of watchers have failed. */
  long failedWatches() {
    return observers.failed();
  }

  /** Ends the load. */
  void stop() {
    clients.close();
  }

  /**
   * Ends the load, waits until every watcher has seen the last revisions, in time, and judges.
   *
   * @param leeway how old a read may be; a write never
   * @param what was done, for the report
   */
  void conclude(Duration leeway, String what) {
    stop();
    for (String service : services) {
      long invoked = recorder.now();
      Chronicle chronicle = Chronicle.of(cluster.server(0).api(), service);
      chronicle.record(recorder, service, invoked);
      observers.awaitRevision(service, chronicle.newest());
    }
    List<String> found = new ArrayList<>();
    Map<String, Set<String>> written = new HashMap<>();
    Duration stalest = Duration.ZERO;
    for (Map.Entry<String, List<Operation>> entry : recorder.histories().entrySet()) {
      List<Operation> history = entry.getValue();
      written.put(entry.getKey(), contents(history));
      Optional<Violation> violation = Linearizability.check(history, Duration.ofDays(1));
      violation.ifPresent(why -> found.add(entry.getKey() + " is not linearizable, " + why));
      if (violation.isEmpty()) {
        Duration staleness = Linearizability.staleness(history);
        stalest = staleness.compareTo(stalest) > 0 ? staleness : stalest;
        Linearizability.check(history, leeway)
            .ifPresent(why -> found.add(entry.getKey() + " was read too late, " + why));
      }
    }
    Judge.goingBack(observers.sights()).forEach(why -> found.add("a watcher went back, " + why));
    Judge.twoFaces(observers.sights())
        .forEach(why -> found.add("a revision had two faces, " + why));
    Judge.phantoms(observers.sights(), written).forEach(why -> found.add("a phantom, " + why));
    System.out.println(report(what, stalest, found.size()));
    assertThat(found).as(name).isEmpty();
  }

  private static Set<String> contents(Collection<Operation> history) {
    Set<String> contents = new HashSet<>();
    for (Operation operation : history) {
      if (operation.kind() != Kind.READ) {
        contents.add(operation.content());
      }
    }
    return contents;
  }

  private String report(String what, Duration stalest, int violations) {
    return String.format(
        "%s: %s; %d writes, %d refused, %d unknown, %d reads, the stalest by %d ms;"
            + " %d sights of watchers, %d of their requests failed; answers %s; violations %d",
        name.toUpperCase(java.util.Locale.ROOT),
        what,
        recorder.count(Kind.WRITTEN),
        recorder.count(Kind.REFUSED),
        recorder.count(Kind.UNKNOWN),
        recorder.count(Kind.READ),
        stalest.toMillis(),
        observers.sights().size(),
        observers.failed(),
        clients.answers(),
        violations);
  }

  @Override
  public void close() {
    observers.close();
    clients.close();
  }
}
