package io.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.RealHost;
import io.berth.agent.kit.Relay;
import io.berth.agent.kit.StubRegistry;
import io.berth.api.InstanceState;
import io.berth.api.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is away comes back, and in the meantime everything runs: on a real engine. */
class OutageIT {
  @RegisterExtension final RealHost host = new RealHost();
  @TempDir Path folder;
  private Status before;

  @BeforeEach
  void runOne() {
    before = host.runOne();
  }

  @Test
  void withEveryServerAwayARestartedAgentKeepsContainersAndRestartsTheDead() {
    host.stopAgent();
    host.registry().down();
    host.startAgent();
    host.docker().killContainerCmd(before.instance()).exec();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> host.running().equals(List.of(before.instance())));
    host.registry().up();
    assertThat(host.instance(one -> one.restarts() == 1 && one.counted()).container())
        .isEqualTo(before.container());
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 503})
  void anAnswerThatIsNoneChangesNothing(int status) {
    host.registry().refuseWith(status);
    host.registry().assign();
    int asked = host.registry().asked().size();
    await().atMost(Duration.ofSeconds(20)).until(() -> host.registry().asked().size() > asked + 3);
    host.assertUntouched(before);
    host.registry().refuseWith(0);
    await().atMost(Duration.ofSeconds(20)).until(() -> host.containers().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "not json",
        "{\"cluster\":\"other\",\"host\":\"h1\",\"assignments\":[]}",
        "{\"cluster\":\"CLUSTER\",\"host\":\"h2\",\"assignments\":[]}",
      })
  void anAnswerThatIsNotForThisHostOfThisClusterChangesNothing(String answer) {
    long asked = gets();
    host.registry().answerInstead(answer.replace("CLUSTER", host.cluster()));
    await().atMost(Duration.ofSeconds(20)).until(() -> gets() > asked + 2);
    host.assertUntouched(before);
  }

  private long gets() {
    return host.registry().asked().stream().filter(one -> one.startsWith("GET")).count();
  }

  @Test
  void anAgentMovesOnToAServerThatAnswers() {
    host.stopAgent();
    try (StubRegistry gone = new StubRegistry("gone")) {
      gone.down();
      host.servers(gone.uri(), URI.create("http://127.0.0.1:1"), host.registry().uri());
      int reports = host.registry().statuses().size();
      host.startAgent();
      await().until(() -> host.registry().statuses().size() > reports);
      host.registry().assign();
      await().atMost(Duration.ofSeconds(20)).until(() -> host.containers().isEmpty());
      gone.up();
    }
  }

  @Test
  void anEngineThatIsAwayIsReportedAndNothingIsTakenForGone() throws IOException {
    host.stopAgent();
    Relay relay = new Relay(folder.resolve("engine.sock"), host.dockerHost());
    host.dockerOfAgent(relay.address());
    host.startAgent();
    host.status(status -> !status.engine().reachable() && !status.engine().error().isEmpty());
    relay.open();
    host.status(status -> status.engine().reachable());
    host.counted(1);
    relay.close();
    assertThat(host.status(status -> !status.engine().reachable()).statuses())
        .singleElement()
        .matches(one -> one.state() == InstanceState.RUNNING);
    host.docker().killContainerCmd(before.instance()).exec();
    relay.open();
    Status again =
        host.instance(one -> one.counted() && one.startedAt().isAfter(before.startedAt()));
    assertThat(again.container()).isEqualTo(before.container());
    // Whatever ended while the engine was away is held against the engine.
    assertThat(again.restarts()).isZero();
    assertThat(host.registry().records()).isEmpty();
    relay.close();
  }

  @Test
  void recordsWaitForAServerAndAreDroppedWhenTheServiceIsGone() {
    host.registry().refuseWith(503);
    host.docker().killContainerCmd(before.instance()).exec();
    await().until(() -> spooled() == 1);
    host.registry().refuseWith(0);
    await().until(() -> host.registry().records().size() == 1);
    await().until(() -> spooled() == 0);
    host.registry().refuseWith(404);
    await().until(() -> !host.running().isEmpty());
    host.docker().killContainerCmd(before.instance()).exec();
    await().atMost(Duration.ofSeconds(20)).until(() -> asked("/records/") > 2);
    await().until(() -> spooled() == 0);
  }

  private long asked(String path) {
    return host.registry().asked().stream().filter(one -> one.contains(path)).count();
  }

  private int spooled() throws IOException {
    try (var files = Files.list(host.data().resolve("records"))) {
      return (int) files.count();
    }
  }
}
