package io.berth.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.reconcile.Trust;
import io.berth.agent.route.Table;
import io.berth.api.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an agent does with what the one before it left. */
class NewAgentTest extends KeeperCase {
  /** An agent that remembers nothing, and that no server has answered yet. */
  private void lostAgent() throws IOException {
    keeper.close();
    Files.delete(folder.resolve("memory.json"));
    led.clear();
    keeper = keeper();
  }

  private static boolean leads(Table table) {
    return table.routes().stream().anyMatch(route -> !route.targets().isEmpty());
  }

  @Test
  void anAgentThatKnowsNothingLeavesTheProxyItsTableUntilItKnowsWhoIsHealthy() throws IOException {
    assign(web().port(80, 8080).assigned("web", 0, 1, V1, true));
    counted(1);
    lostAgent();
    keeper.start();
    await().until(() -> !led.isEmpty());
    assertThat(led).allMatch(NewAgentTest::leads);
  }

  @Test
  void anAgentThatKnowsNothingTakesItsPortsFromOneThatIsNotHealthy() throws IOException {
    assign(web().port(80, 8080).assigned("web", 0, 1, V1, true));
    counted(1);
    probeError = "refused";
    lostAgent();
    keeper.start();
    await().until(() -> !led.isEmpty());
    assertThat(led).noneMatch(NewAgentTest::leads);
  }

  @Test
  void othersHearOfOneThatTheyMayKnowFromTheAgentBefore() throws IOException {
    assign(web().hostPort(80, 8080).assigned("web", 0, 1, V1, true));
    String name = counted(1).instance();
    lostAgent();
    assign();
    keeper.start();
    status(status -> status.statuses().isEmpty());
    assertThat(departures).containsExactly(name);
  }

  @Test
  void aNewAgentTakesOverWhereTheOldOneStopped() throws IOException {
    assign(web().assigned("web", 0, 1, V1, true));
    Status before = counted(1);
    keeper.close();
    keeper = keeper();
    keeper.start();
    give(Trust.REMEMBERED, List.of(), web().assigned("web", 0, 1, V1, true));
    Status after = status(status -> !status.statuses().isEmpty()).statuses().get(0);
    assertThat(after.container()).isEqualTo(before.container());
    assertThat(after.counted()).isTrue();
    assertThat(engine.done())
        .containsExactly("create " + before.instance(), "start " + before.instance());
  }
}
