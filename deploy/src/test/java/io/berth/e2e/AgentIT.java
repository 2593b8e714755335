package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.HostState;
import io.berth.api.Revision;
import io.berth.api.RolloutState;
import io.berth.e2e.kit.Engine.Container;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.House;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent that dies or forgets; and containers that others touch. */
class AgentIT {
  private static final int PER_SECOND = 200;

  private House house;
  private int port;

  @BeforeEach
  void open() {
    house = House.open("agent");
    port = Ground.freePort();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void r14ARestartOfTheAgentRestartsNoContainer() {
    List<Container> before = stable();
    Load load = Load.on(port, PER_SECOND);

    assertThat(house.agent().stop()).isZero();
    house.agent().start();
    awaitPassing();
    house.agent().kill();
    house.agent().start();
    awaitPassing();

    assertThat(house.containers("web")).isEqualTo(before);
    succeeds(Specs.web("web:v2", port));
    load.endWell("R14, restarts");
  }

  @Test
  void r15AnAgentWhoseStateIsDeletedOrCorruptAdoptsItsContainers() throws IOException {
    List<Container> before = stable();
    Load load = Load.on(port, PER_SECOND);
    house.agent().kill();
    overwrite(house.folder().resolve("agent"), false);
    house.agent().start();
    awaitPassing();
    assertThat(house.containers("web")).isEqualTo(before);

    house.agent().kill();
    overwrite(house.folder().resolve("agent"), true);
    house.agent().start();
    awaitPassing();

    assertThat(house.containers("web")).isEqualTo(before);
    succeeds(Specs.web("web:v2", port));
    load.endWell("R15");
  }

  @Test
  void r28AContainerRemovedByHandIsHealedAndForeignOnesAreNeverTouched() {
    String registry = Ground.imageRegistry();
    String other = house.engine().docker("run", "-d", registry + "/web:v1");
    String cousin =
        house
            .engine()
            .docker(
                "run",
                "-d",
                "--label",
                "berth.cluster=another",
                "--label",
                "berth.host=h1",
                "--label",
                "berth.service=web",
                registry + "/web:v1");
    try {
      succeeds(Specs.web("web:v1", port, 2));
      Container removed = house.running("web").get(0);
      Load load = Load.on(port, PER_SECOND);
      house.engine().docker("rm", "-f", removed.id());
      Awaitility.await("it is healed")
          .atMost(Duration.ofSeconds(15))
          .until(() -> house.running("web").size() == 2);
      assertThat(house.running("web")).extracting(Container::id).doesNotContain(removed.id());
      succeeds(Specs.web("web:v2", port, 2));
      load.endWell("R28");
      house.api().delete("web");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> house.containers("web").isEmpty());

      assertThat(house.engine().docker("ps", "-q", "--no-trunc")).contains(other, cousin);
    } finally {
      house.engine().docker("rm", "-f", other, cousin);
    }
  }

  @Test
  void aHostWhoseEngineDoesNotAnswerIsShownSo() {
    try (House broken = House.without("engineless")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(broken.api().hosts())
                      .singleElement()
                      .satisfies(
                          host -> {
                            assertThat(host.state()).isEqualTo(HostState.ENGINE_DOWN);
                            assertThat(host.engine().error()).isNotEmpty();
                          }));
      Revision waiting = broken.api().put("web", Specs.web("web:v1", port));
      Awaitility.await()
          .until(
              () -> broken.api().rollout("web", waiting.revision()).reason().startsWith("waits: "));
    }
  }

  private List<Container> stable() {
    succeeds(Specs.web("web:v1", port));
    return house.containers("web");
  }

  private void succeeds(String spec) {
    Revision put = house.api().put("web", spec);
    var rollout = house.api().awaitEnd("web", put.revision());
    assertThat(rollout.state()).as(rollout.reason()).isEqualTo(RolloutState.SUCCEEDED);
  }

  private void awaitPassing() {
    house.api().awaitPassing("web", 1, Duration.ofSeconds(30));
  }

  /** Deletes all files of a folder, or fills them with what nobody wrote. */
  private static void overwrite(Path folder, boolean garbage) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (garbage) {
          Files.writeString(file, "{\"\u0000 half a fi");
        } else {
          Files.delete(file);
        }
      }
    }
  }
}
