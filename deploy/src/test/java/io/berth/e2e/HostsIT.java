package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.HostState;
import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.e2e.kit.Engine.Container;
import io.berth.e2e.kit.ImageRegistry;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.Machine;
import io.berth.e2e.kit.Machines;
import io.berth.e2e.kit.Specs;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three hosts, each a machine of its own with its own engine: no caller notices what befalls them.
 */
class HostsIT {
  private static final int PER_SECOND = 100;
  private static final int ALONE = 200;
  private static final long ENOUGH = 5_000;
  private static Machines machines;

  @BeforeAll
  static void open() {
    machines = Machines.open("hosts", "--live-restore", "--live-restore", "");
  }

  @AfterAll
  static void close() {
    machines.close();
  }

  @Test
  void r1GoodUpdatesOfThreeReplicasOnThreeHostsFailNoRequest() {
    int port = 8081;
    succeeds("web", Specs.web("web:v1", port, 3));
    assertThat(machines.all()).allSatisfy(it -> assertThat(it.running("web")).hasSize(1));
    List<Load> loads = loads(port, machines.all());
    int updates = 0;
    do {
      updates++;
      succeeds("web", Specs.web(updates % 2 == 0 ? "web:v1" : "web:v2", port, 3));
    } while (loads.stream().mapToLong(Load::answered).sum() < ENOUGH);

    endWell("R1 on three hosts: " + updates + " updates", loads);
    assertThat(machines.all()).allSatisfy(it -> assertThat(it.running("web")).hasSize(1));
  }

  @Test
  void r1AGlobalServiceThatIsStoppedFirstOnTwoHostsAtATimeFailsNoRequest() {
    int port = 8091;
    succeeds("global", global("web:v1", port));
    List<Load> loads = loads(port, machines.all());

    succeeds("global", global("web:v2", port));

    endWell("R1, global, stop-first, two hosts at a time", loads);
    assertThat(machines.all()).allSatisfy(it -> assertThat(it.running("global")).hasSize(1));
  }

  @Test
  void aHostWhoseReplicaDiesAsksTheOthers() {
    int port = 8082;
    succeeds("dying", Specs.web("web:v1", port, 3));
    Machine first = machines.machine(0);
    List<Load> loads = loads(port, machines.all());
    for (int death = 0; death < 3; death++) {
      Container victim = first.running("dying").get(0);
      first.engine().docker("kill", victim.name());
      Awaitility.await("its agent starts it again")
          .atMost(Duration.ofSeconds(30))
          .until(() -> first.running("dying"), now -> !now.isEmpty() && !now.contains(victim));
    }

    endWell("3 deaths of a replica", loads);
  }

  @Test
  void r2AVersionThatFailsOnTheSecondHostIsTakenBackFromTheFirst() {
    int port = 8088;
    succeeds("halfway", Specs.web("web:v1", port, 3));
    List<List<Container>> before = containers("halfway");
    List<Load> loads = loads(port, machines.all());

    Rollout failed = takenBack("halfway", Specs.web("web:h2-crash", port, 3));

    assertThat(failed.reason()).contains("h2").contains("exited with code 7");
    assertThat(failed.slots())
        .extracting(slot -> slot.countedAt() != null)
        .as("the first host had switched, the third not begun")
        .containsExactly(true, false, false);
    Awaitility.await().until(() -> machines.machine(0).running("halfway").size() == 1);
    List<List<Container>> after = containers("halfway");
    assertThat(images(after)).isEqualTo(images(before));
    assertThat(after.subList(1, 3)).as("never touched").isEqualTo(before.subList(1, 3));
    List<Load.Outcome> outcomes = endWell("R2 on the second of three hosts", loads);
    assertThat(outcomes.get(0).answers()).containsKeys("v1", "h2-crash");
  }

  @Test
  void r4AVersionThatTurnsBadOnOneHostWithinMonitorIsTakenBackFromAll() {
    int port = 8089;
    succeeds("souring", Specs.web("web:v1", port, 3));
    List<List<Container>> before = containers("souring");
    List<Load> loads = loads(port, machines.all());

    Rollout failed =
        takenBack("souring", Specs.web("web:h2-worse", port, 3, "\"monitor\":\"40s\""));

    assertThat(failed.reason()).contains("h2").contains("became unhealthy").contains("503");
    assertThat(failed.slots()).as("all had switched").allMatch(slot -> slot.countedAt() != null);
    Awaitility.await()
        .untilAsserted(() -> assertThat(images(containers("souring"))).isEqualTo(images(before)));
    assertThat(endWell("R4 on one of three hosts", loads))
        .allSatisfy(outcome -> assertThat(outcome.answers()).containsKeys("v1", "h2-worse"));
  }

  @Test
  void r8CredentialsThatOneHostIsRefusedFailTheRolloutAndTouchNoHost() {
    int port = 8083;
    succeeds("guarded", Specs.web("web:v1", port, 3));
    List<List<Container>> before = containers("guarded");
    try (ImageRegistry registry = machines.imageRegistry("r8", "web:v2", "VERSION=v2")) {
      registry.guard("berth", "right");
      machines.machine(0).credentials(credentials(registry, "right"));
      machines.machine(1).credentials(credentials(registry, "right"));
      machines.machine(2).credentials(credentials(registry, "wrong"));
      List<Load> loads = loads(port, machines.all());

      Revision put =
          machines
              .api()
              .put(
                  "guarded",
                  Specs.web(registry.address() + "/web:v2", port, 3)
                      .replace("\"ports\":", "\"registry_auth\":\"team\",\"ports\":"));

      Rollout failed = machines.api().awaitEnd("guarded", put.revision());
      assertThat(failed.state()).isEqualTo(RolloutState.FAILED);
      assertThat(failed.reason()).contains("h3").contains("refuses the credentials");
      assertThat(machines.api().awaitEnd("guarded", failed.supersededBy()).state())
          .isEqualTo(RolloutState.SUCCEEDED);
      endWell("R8: " + failed.reason(), loads);
    }
    assertThat(containers("guarded")).isEqualTo(before);
  }

  @Test
  void r16AnEngineThatIsRestartedInMidRolloutWithLiveRestoreFailsNoRequest() {
    int port = 8084;
    Machine first = machines.machine(0);
    succeeds("restored", onlyOn("h1", Specs.web("web:v1", port)));
    Load load = Load.on(first.address(), port, ALONE);
    Revision put = machines.api().put("restored", onlyOn("h1", Specs.web("web:v2", port)));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> first.running("restored").size() == 2);
    first.ownEngine().stop();
    first.ownEngine().start();

    Rollout ended = machines.api().awaitEnd("restored", put.revision());
    assertThat(ended.state()).as(ended.reason()).isEqualTo(RolloutState.SUCCEEDED);
    load.endWell("R16");
    Awaitility.await().until(() -> first.running("restored").size() == 1);
  }

  @Test
  void r16AHostThatLosesItsEngineAndContainersInMidRolloutHealsByItself() {
    healsByItself("killed", 8085, "h2", machines.machine(1), Machine::crash);
  }

  @Test
  void r16AnEngineThatIsRestartedInMidRolloutWithoutLiveRestoreHealsByItself() {
    healsByItself(
        "stopped",
        8090,
        "h3",
        machines.machine(2),
        third -> {
          third.ownEngine().stop();
          third.ownEngine().start();
        });
  }

  /** Both containers of a rollout end; whichever of its versions wins, it runs and answers. */
  private static void healsByItself(
      String service, int port, String name, Machine host, Consumer<Machine> misfortune) {
    succeeds(service, onlyOn(name, Specs.web("web:v1", port)));
    Revision put =
        machines
            .api()
            .put(service, onlyOn(name, Specs.web("web:v2", port, "\"healthy_deadline\":\"30s\"")));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> host.running(service).size() == 2);
    List<Container> before = host.running(service);
    misfortune.accept(host);

    Rollout ended = machines.api().awaitEnd(service, put.revision());
    long now = ended.state() == RolloutState.FAILED ? ended.supersededBy() : put.revision();
    Rollout held = machines.api().awaitEnd(service, now);
    assertThat(held.state()).as(held.reason()).isEqualTo(RolloutState.SUCCEEDED);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> host.running(service).size() == 1);
    assertThat(host.running(service)).as("all ended").doesNotContainAnyElementsOf(before);
    Load load = Load.on(host.address(), port, ALONE);
    Awaitility.await().until(() -> load.answered() > 400);
    load.endWell("R16, nothing left of " + service + ", and " + ended.state());
  }

  @Test
  void r30AHostThatWasCutOffFromTheServersComesBackWithWhatItHad() {
    int port = 8086;
    Machine third = machines.machine(2);
    succeeds("far", Specs.web("web:v1", port, 3));
    succeeds("writer", onlyOn("h3", Specs.writer("web:v1", 8087)));
    List<List<Container>> before = containers("far");
    List<Container> writers = third.running("writer");
    List<Load> loads = loads(port, machines.all());

    machines.cutFromServers(third);
    awaitState("h3", HostState.LOST);
    assertThat(machines.api().instances("far", true)).hasSize(2);
    machines.heal();
    awaitState("h3", HostState.READY);
    machines.api().awaitPassing("far", 3, Duration.ofSeconds(20));

    assertThat(containers("far")).isEqualTo(before);
    assertThat(third.running("writer")).isEqualTo(writers);
    succeeds("far", Specs.web("web:v2", port, 3));
    succeeds("writer", onlyOn("h3", Specs.writer("web:v2", 8087)));
    assertThat(machines.all()).allSatisfy(it -> assertThat(it.running("far")).hasSize(1));
    assertThat(machines.api().records("writer"))
        .as("a second writer ends with 73")
        .noneMatch(record -> Integer.valueOf(73).equals(record.exitCode()));
    endWell("R30", loads);
  }

  private static void succeeds(String service, String spec) {
    Revision put = machines.api().put(service, spec);
    Rollout ended = machines.api().awaitEnd(service, put.revision());
    assertThat(ended.state()).as(ended.reason()).isEqualTo(RolloutState.SUCCEEDED);
  }

  /** A version that fails, whereupon the one before it is put back; answers how it failed. */
  private static Rollout takenBack(String service, String spec) {
    Revision put = machines.api().put(service, spec);
    Rollout failed = machines.api().awaitEnd(service, put.revision());
    assertThat(failed.state()).as(failed.reason()).isEqualTo(RolloutState.FAILED);
    Rollout back = machines.api().awaitEnd(service, failed.supersededBy());
    assertThat(back.state()).as(back.reason()).isEqualTo(RolloutState.SUCCEEDED);
    return failed;
  }

  private static String global(String image, int port) {
    return Specs.web(image, port, "\"order\":\"stop-first\"", "\"parallelism\":2")
        .replace("\"deploy\":{", "\"deploy\":{\"mode\":\"global\",");
  }

  private static String onlyOn(String host, String spec) {
    return spec.replace(
        "\"deploy\":{",
        "\"deploy\":{\"placement\":{\"constraints\":[\"host.labels.name == " + host + "\"]},");
  }

  private static String credentials(ImageRegistry registry, String password) {
    return "{\"team\":{\"username\":\"berth\",\"password\":\""
        + password
        + "\",\"registry\":\""
        + registry.address()
        + "\"}}";
  }

  private static List<Load> loads(int port, List<Machine> hosts) {
    return hosts.stream().map(host -> Load.on(host.address(), port, PER_SECOND)).toList();
  }

  private static List<Load.Outcome> endWell(String what, List<Load> loads) {
    return loads.stream().map(load -> load.endWell(what)).toList();
  }

  /** Those that run, host by host. */
  private static List<List<Container>> containers(String service) {
    return machines.all().stream().map(host -> host.running(service)).toList();
  }

  private static List<List<String>> images(List<List<Container>> hosts) {
    return hosts.stream().map(host -> host.stream().map(Container::image).toList()).toList();
  }

  private static void awaitState(String host, HostState state) {
    Awaitility.await(host + " is " + state)
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                machines.api().hosts().stream()
                    .anyMatch(it -> it.host().equals(host) && it.state() == state));
  }
}
