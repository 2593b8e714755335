package io.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.RealHost;
import io.berth.api.Health;
import io.berth.api.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent knows what is its own again, whatever it forgot: on a real engine. */
class AdoptionIT {
  @RegisterExtension final RealHost host = new RealHost();
  private Status before;

  @BeforeEach
  void runOne() {
    before = host.runOne();
  }

  @Test
  void anAgentThatIsRestartedRestartsNoContainerAndLosesNoHealthInBetween() {
    host.stopAgent();
    int reports = host.registry().statuses().size();
    host.startAgent();
    await().until(() -> host.registry().statuses().size() > reports + 1);
    host.assertUntouched(before);
    assertThat(host.registry().statuses().subList(reports, reports + 2))
        .allSatisfy(
            status ->
                assertThat(status.statuses())
                    .singleElement()
                    .matches(one -> one.current() && one.counted())
                    .extracting(Status::health)
                    .isEqualTo(Health.PASSING));
  }

  @Test
  void anAgentWithoutItsStateKnowsItsContainersByTheirLabels() {
    host.stopAgent();
    host.deleteData();
    int reports = host.registry().statuses().size();
    host.startAgent();
    await().until(() -> host.registry().statuses().size() > reports);
    assertThat(host.registry().statuses().get(reports).statuses())
        .singleElement()
        .matches(Status::current);
    host.counted(1);
    host.assertUntouched(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[1]", "{\"lives\":7}"})
  void anAgentWithSpoiltStateKnowsItsContainersByTheirLabels(String content) throws IOException {
    host.stopAgent();
    Files.writeString(host.data().resolve("memory.json"), content);
    Files.writeString(host.data().resolve("assignments.json"), content);
    host.startAgent();
    host.counted(1);
    host.assertUntouched(before);
  }

  @Test
  void aContainerThatIsRemovedByHandIsMadeAgain() {
    host.docker().removeContainerCmd(before.instance()).withForce(true).exec();
    Status healed =
        host.instance(one -> one.counted() && !one.instance().equals(before.instance()));
    assertThat(host.running()).containsExactly(healed.instance());
  }

  @Test
  void containersThatAreNotOfThisClusterAndHostAreNeverTouched() {
    String foreign = "foreign-" + host.cluster();
    String otherHost = "other-" + host.cluster();
    try {
      host.create(foreign, List.of());
      host.create(otherHost, List.of("berth.cluster=" + host.cluster(), "berth.host=h2"));
      host.registry().assign();
      await().until(() -> !host.containers().contains(before.instance()));
      assertThat(host.inspect(foreign).getState().getRunning()).isTrue();
      assertThat(host.inspect(otherHost).getState().getRunning()).isTrue();
    } finally {
      host.removeContainer(foreign);
      host.removeContainer(otherHost);
    }
  }
}
