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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three hosts, each a machine of its own with its own engine: no caller notices what befalls them.
 */
class HostsIT {
  private static final int PER_SECOND = 100;
  private static final long ENOUGH = 5_000;
  private static Machines machines;

  @BeforeAll
  static void open() {
    machines = Machines.open("hosts", 3);
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
    Load load = Load.on(first.address(), port, PER_SECOND);
    Revision put =
        machines
            .api()
            .put(
                "restored",
                onlyOn("h1", Specs.web("web:v2", port, "\"healthy_deadline\":\"20s\"")));
    Awaitility.await().until(() -> first.running("restored").size() == 2);
    first.ownEngine().stop();
    first.ownEngine().start();

    Rollout ended = machines.api().awaitEnd("restored", put.revision());
    assertThat(ended.state()).as(ended.reason()).isEqualTo(RolloutState.SUCCEEDED);
    load.endWell("R16");
    Awaitility.await().until(() -> first.running("restored").size() == 1);
  }

  @Test
  void r16AHostThatLosesItsEngineAndContainersInMidRolloutHealsByItself() {
    int port = 8085;
    Machine second = machines.machine(1);
    succeeds("killed", onlyOn("h2", Specs.web("web:v1", port)));
    Revision put =
        machines
            .api()
            .put("killed", onlyOn("h2", Specs.web("web:v2", port, "\"healthy_deadline\":\"30s\"")));
    Awaitility.await().until(() -> second.running("killed").size() == 2);
    second.crash();

    Rollout ended = machines.api().awaitEnd("killed", put.revision());
    long now = ended.state() == RolloutState.FAILED ? ended.supersededBy() : put.revision();
    assertThat(machines.api().awaitEnd("killed", now).state()).isEqualTo(RolloutState.SUCCEEDED);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> second.running("killed").size() == 1);
    Load load = Load.on(second.address(), port, PER_SECOND);
    Awaitility.await().until(() -> load.answered() > 100);
    load.endWell("R16, nothing left, and " + ended.state());
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

  private static void endWell(String what, List<Load> loads) {
    loads.forEach(load -> load.endWell(what));
  }

  /** Those that run, host by host. */
  private static List<List<Container>> containers(String service) {
    return machines.all().stream().map(host -> host.running(service)).toList();
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
