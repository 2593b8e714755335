package io.berth.agent.proxy;

import io.berth.agent.route.ProxyState;
import io.berth.agent.route.ProxyState.Leaving;
import io.berth.agent.route.ProxyState.RefusedPort;
import io.berth.agent.route.Route;
import io.berth.agent.route.Table;
import io.berth.agent.route.TableFile;
import io.berth.agent.route.Target;
import io.berth.agent.route.TargetFigures;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy, whole: its table, the ports that it has and the targets that it knows. Its own state is
 * confined to one context; what carries requests sees it through {@link LiveRoute}.
 */
final class Proxy {
  private static final Logger log = LoggerFactory.getLogger(Proxy.class);
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final int MOST_COUNTED = 500;

  private final Vertx vertx;
  private final Context context;
  private final TableFile file;
  private final Runnable closeDoors;
  private final List<Lane> lanes = new ArrayList<>();
  private final Map<Port, LiveRoute> routes = new HashMap<>();
  private final Map<Port, String> refused = new HashMap<>();
  private final Map<Place, LiveTarget> targets = new LinkedHashMap<>();
  private Table current = Table.EMPTY;
  private Table onDisk;
  private Future<?> last = Future.succeededFuture();
  private volatile boolean leaving;

  private final Map<Counted, Tally> tallies = new HashMap<>();
  private final Refusals refusals = new Refusals();
  private final String since = Instant.now() + "-" + ProcessHandle.current().pid();

  /** Who is counted. */
  private record Counted(String namespace, String service, long revision, String instance) {
    static Counted of(Route route, Target target) {
      return new Counted(route.namespace(), route.service(), target.revision(), target.instance());
    }
  }

  /** What makes a target the same one in two tables. */
  private record Place(String instance, String address, int port) {
    static Place of(Target target) {
      return new Place(target.instance(), target.address(), target.port());
    }
  }

  /**
   * Wires it.
   *
   * @param closeDoors closes all ports to further connections
   */
  Proxy(Vertx vertx, TableFile file, Runnable closeDoors) {
    this.vertx = vertx;
    this.closeDoors = closeDoors;
    this.context = vertx.getOrCreateContext();
    this.file = file;
  }

  /**
   * Takes its last table up.
   *
   * @param loops how many event loops share the work
   */
  Future<ProxyState> start(int loops) {
    List<Future<?>> deployed = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      Lane lane = new Lane(i == 0, () -> leaving, refusals);
      lanes.add(lane);
      deployed.add(vertx.deployVerticle(lane, new DeploymentOptions()));
    }
    return Future.all(deployed)
        .compose(up -> vertx.executeBlocking(file::load))
        .compose(
            table ->
                inTurn(
                    () -> {
                      onDisk = table;
                      return follow(table);
                    }));
  }

  /**
   * This is what is to be done from now on; safe on disk, and done, when the answer comes. A disk
   * that is full is no reason to send requests where nobody is any more: the next time it is told
   * the table it tries to keep it again.
   */
  Future<ProxyState> take(Table table) {
    return inTurn(() -> keep(table).transform(kept -> follow(table)));
  }

  private Future<?> keep(Table table) {
    if (table.equals(onDisk)) {
      return Future.succeededFuture();
    }
    return here(vertx.executeBlocking(
            () -> {
              file.save(table);
              return table;
            }))
        .onSuccess(kept -> onDisk = kept)
        .onFailure(why -> log.warn("the table cannot be kept on disk: {}", why.toString()));
  }

  /** What it says of itself. */
  Future<ProxyState> state() {
    return inTurn(() -> Future.succeededFuture(currentState()));
  }

  /** What it has carried. */
  Future<TargetFigures.All> figures() {
    return inTurn(
        () ->
            Future.succeededFuture(
                new TargetFigures.All(
                    since,
                    tallies.entrySet().stream()
                        .map(each -> figures(each.getKey(), each.getValue()))
                        .toList(),
                    refusals.sums())));
  }

  private TargetFigures figures(Counted who, Tally tally) {
    int underWay =
        targets.values().stream()
            .filter(target -> target.tally().equals(tally))
            .mapToInt(LiveTarget::underWay)
            .sum();
    return new TargetFigures(
        who.namespace(),
        who.service(),
        who.revision(),
        who.instance(),
        tally.answers(),
        tally.unreachedCount(),
        tally.brokenCount(),
        tally.receivedBytes(),
        tally.sentBytes(),
        underWay,
        tally.latency());
  }

  /**
   * Leaves all ports at once to whoever listens there too, asks clients for a moment to come again
   * on another connection, and lets what is under way end within its drain timeout.
   */
  Future<Void> leave() {
    leaving = true;
    closeDoors.run();
    Promise<Void> lingered = Promise.promise();
    vertx.setTimer(LINGER.toMillis(), id -> lingered.complete());
    return lingered.future().compose(v -> inTurn(this::closeAll));
  }

  private <T> Future<T> inTurn(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        v -> {
          Future<T> done = last.transform(before -> action.get());
          last = done;
          done.onComplete(promise);
        });
    return promise.future();
  }

  /** The same, as seen on this proxy's own context. */
  private <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> promise = Promise.promise();
    elsewhere.onComplete(done -> context.runOnContext(v -> promise.handle(done)));
    return promise.future();
  }

  private Future<ProxyState> follow(Table table) {
    current = table;
    Map<Port, Route> wanted = new LinkedHashMap<>();
    table.routes().forEach(route -> wanted.putIfAbsent(Port.of(route), route));
    List<Future<?>> opened = new ArrayList<>();
    wanted.forEach(
        (port, route) -> {
          if (!routes.containsKey(port)) {
            opened.add(open(port, route));
          }
        });
    refused.keySet().retainAll(wanted.keySet());
    return here(Future.join(opened))
        .transform(
            done -> {
              lead(wanted);
              return Future.succeededFuture(currentState());
            });
  }

  private Future<?> open(Port port, Route route) {
    LiveRoute live = new LiveRoute(route, target -> live(route, target));
    return here(Future.join(lanes.stream().map(lane -> lane.open(port, live)).toList()))
        .onSuccess(
            done -> {
              routes.put(port, live);
              refused.remove(port);
              log.info(
                  "{}:{} {} is {}/{}",
                  port.address(),
                  port.number(),
                  port.protocol(),
                  route.namespace(),
                  route.service());
            })
        .onFailure(
            why -> {
              String said = String.valueOf(why.getMessage());
              if (!said.equals(refused.put(port, said))) {
                log.warn("{}:{} cannot be taken: {}", port.address(), port.number(), said);
              }
              lanes.forEach(lane -> lane.close(port, 0));
            });
  }

  private void lead(Map<Port, Route> wanted) {
    List<Route> before = routes.values().stream().map(LiveRoute::route).toList();
    routes.forEach(
        (port, live) -> {
          Route route = wanted.get(port);
          if (route != null) {
            live.lead(route, target -> live(route, target));
          }
        });
    Set<Place> named =
        wanted.values().stream()
            .flatMap(route -> route.targets().stream())
            .map(Place::of)
            .collect(Collectors.toSet());
    targets.forEach(
        (place, target) -> {
          if (!named.contains(place)) {
            target.close();
            if (current.knowsDead(target.target())) {
              target.lose();
            }
          }
        });
    before.forEach(this::cutInTime);
    for (Port port : List.copyOf(routes.keySet())) {
      if (!wanted.containsKey(port)) {
        var unused = close(port);
        log.info("{}:{} is left", port.address(), port.number());
      }
    }
  }

  /** Ends what is under way with targets that this route had, once its drain timeout is over. */
  private void cutInTime(Route route) {
    List<LiveTarget> leaving =
        route.targets().stream()
            .map(target -> targets.get(Place.of(target)))
            .filter(target -> !target.isOpen() && target.underWay() > 0)
            .toList();
    if (leaving.isEmpty()) {
      return;
    }
    vertx.setTimer(
        Math.max(1, route.drainTimeout().toMillis()),
        id ->
            leaving.stream()
                .filter(target -> !target.isOpen() && target.underWay() > 0)
                .forEach(target -> cut(target, route.drainTimeout())));
  }

  private static void cut(LiveTarget target, Duration patience) {
    log.info(
        "{}: {} under way are cut after {} s",
        target.target().instance(),
        target.underWay(),
        patience.toSeconds());
    target.cut();
  }

  /** A target of the table to come. */
  private LiveTarget live(Route route, Target target) {
    Tally tally = tallies.computeIfAbsent(Counted.of(route, target), who -> new Tally());
    LiveTarget live =
        targets.computeIfAbsent(Place.of(target), place -> new LiveTarget(target, tally));
    live.countIn(tally);
    live.open();
    return live;
  }

  private void forgetIdle() {
    targets.values().removeIf(target -> !target.isOpen() && target.underWay() == 0);
    // Whoever compares wants the last of one that has gone.
    if (tallies.size() > MOST_COUNTED) {
      tallies
          .values()
          .retainAll(targets.values().stream().map(LiveTarget::tally).collect(Collectors.toSet()));
    }
  }

  private ProxyState currentState() {
    forgetIdle();
    Map<String, Integer> underWay = new TreeMap<>();
    targets.values().stream()
        .filter(target -> !target.isOpen())
        .forEach(
            target -> underWay.merge(target.target().instance(), target.underWay(), Integer::sum));
    return new ProxyState(
        refused.entrySet().stream()
            .map(
                each ->
                    new RefusedPort(each.getKey().number(), each.getKey().isUdp(), each.getValue()))
            .toList(),
        underWay.entrySet().stream()
            .map(each -> new Leaving(each.getKey(), each.getValue()))
            .toList());
  }

  private Future<Void> closeAll() {
    return Future.join(List.copyOf(routes.keySet()).stream().map(this::close).toList()).mapEmpty();
  }

  /** Leaves a port; what is under way has its drain timeout. */
  private Future<?> close(Port port) {
    long patience = routes.remove(port).route().drainTimeout().toMillis();
    return Future.join(lanes.stream().map(lane -> lane.close(port, patience)).toList());
  }
}
