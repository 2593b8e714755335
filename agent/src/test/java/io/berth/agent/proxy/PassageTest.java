package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.route.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PassageTest {
  private static final Target DEAD = target("dead");
  private static final Target GOOD = target("good");

  private final Vertx vertx = Vertx.vertx();
  private final Lane lane = new Lane(true, () -> false, new Refusals());
  private final Map<Target, LiveTarget> live = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
  private final Map<Target, Promise<String>> connections = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Integer> patience = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void open() {
    vertx.deployVerticle(lane).await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void whatWaitsForAConnectionToATargetThatIsGoneGoesToAnotherAtOnce() {
    LiveRoute route = new LiveRoute(Routes.to(DEAD), this::known);
    begin(route);
    await().until(() -> connections.containsKey(DEAD));

    route.lead(Routes.to(GOOD), this::known);
    known(DEAD).close();

    await().until(() -> connections.containsKey(GOOD));
    connections.get(GOOD).complete("to good");
    connections.get(DEAD).complete("to dead");
    await().until(() -> said.size() == 2);
    assertThat(said).containsExactlyInAnyOrder("connected to good", "abandoned to dead");
    assertThat(known(DEAD).underWay()).isZero();
    assertThat(known(GOOD).underWay()).isEqualTo(1);
  }

  @Test
  void whatHasAConnectionStaysWhenItsTargetIsGone() {
    LiveRoute route = new LiveRoute(Routes.to(DEAD), this::known);
    begin(route);
    await().until(() -> connections.containsKey(DEAD));
    connections.get(DEAD).complete("to dead");
    await().until(() -> said.contains("connected to dead"));

    route.lead(Routes.to(GOOD), this::known);
    known(DEAD).close();
    begin(route);
    await().until(() -> connections.containsKey(GOOD));

    assertThat(said).containsExactly("connected to dead");
    assertThat(known(DEAD).underWay()).isEqualTo(1);
  }

  @Test
  void aConnectionThatComesWhileItWaitsForTheNextTableIsTooLate() {
    LiveRoute route = new LiveRoute(Routes.to(DEAD), this::known);
    begin(route);
    await().until(() -> connections.containsKey(DEAD));

    route.lead(Routes.holding(), this::known);
    known(DEAD).close();
    await().until(() -> known(DEAD).underWay() == 0);
    connections.get(DEAD).complete("to dead");
    await().until(() -> said.contains("abandoned to dead"));
    route.lead(Routes.to(GOOD), this::known);
    await().until(() -> connections.containsKey(GOOD));
    connections.get(GOOD).complete("to good");

    await().until(() -> said.size() == 2);
    assertThat(said).containsExactly("abandoned to dead", "connected to good");
  }

  @Test
  void whereNoTargetTakesAConnectionAllAreTriedAgainAfterAMoment() {
    LiveRoute route = new LiveRoute(Routes.to(DEAD, GOOD), this::known);
    begin(route);
    await().until(() -> connections.size() == 1);
    connections.values().forEach(first -> first.fail("too much at once"));
    await().until(() -> connections.size() == 2);
    List<Promise<String>> firsts = List.copyOf(connections.values());
    firsts.forEach(first -> first.tryFail("too much at once"));

    await().until(() -> !firsts.containsAll(connections.values()));
    assertThat(said).isEmpty();
    connections.values().forEach(second -> second.tryComplete("at last"));
    await().until(() -> said.contains("connected at last"));
  }

  @Test
  void whatFindsNoConnectionForSecondsIsRefused() {
    LiveRoute route = new LiveRoute(Routes.to(DEAD), this::known);
    begin(route);

    await()
        .until(
            () -> {
              connections.values().forEach(one -> one.tryFail("refused"));
              return !said.isEmpty();
            });
    assertThat(said).containsExactly("refused NONE_TAKES_CONNECTIONS");
    assertThat(patience).containsExactly(250, 500, 1_000, 2_000, 2_000);
    assertThat(known(DEAD).underWay()).isZero();
  }

  private LiveTarget known(Target target) {
    return live.computeIfAbsent(target, one -> new LiveTarget(one, new Tally()));
  }

  private void begin(LiveRoute route) {
    vertx.runOnContext(v -> new Journey(route).attempt());
  }

  private static Target target(String instance) {
    return new Target(instance, 1, "127.0.0.1", 80, true);
  }

  /** Connects when the test says so. */
  private final class Journey extends Passage<String> {
    Journey(LiveRoute route) {
      super(lane, route);
    }

    @Override
    Future<String> connect(Target to, int millis) {
      Promise<String> connection = Promise.promise();
      connections.put(to, connection);
      patience.add(millis);
      return connection.future();
    }

    @Override
    void connected(String connection) {
      said.add("connected " + connection);
    }

    @Override
    void abandon(String connection) {
      said.add("abandoned " + connection);
    }

    @Override
    void refuse(Refusal why) {
      said.add("refused " + why);
    }

    @Override
    void cut() {
      said.add("cut");
    }
  }
}
