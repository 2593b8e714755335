package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.RealHost;
import io.berth.agent.route.ProxyState;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests on and on while everything behind the port, and the proxy itself, is exchanged. */
@Timeout(120)
class SwitchIT {
  private static final int CALLERS = 8;

  @TempDir private Path data;
  private final Vertx vertx = Vertx.vertx();
  private final int port = RealHost.freePorts(1).get(0);
  private RunningProxy proxy;
  private ProxyClient client;

  @BeforeEach
  void start() throws IOException {
    proxy = RunningProxy.start(data);
    client = ProxyClient.of(vertx, RunningProxy.folder(data));
  }

  @AfterEach
  void stop() {
    proxy.close();
    vertx.close().await();
  }

  @Test
  void noRequestIsLostWhenTargetsComeAndGo() throws IOException {
    App current = App.start(vertx, "app-0");
    client.take(current.table(port, 1));
    try (Load load = new Load(port, CALLERS)) {
      for (int swap = 1; swap <= 30; swap++) {
        App next = App.start(vertx, "app-" + swap);
        client.take(next.table(port, swap + 1L));
        await().pollDelay(Duration.ZERO).until(() -> client.state().leaving().isEmpty());
        current.close();
        current = next;
        int soFar = load.answered();
        await().pollDelay(Duration.ZERO).until(() -> load.answered() > soFar + 50);
      }
      load.close();

      assertThat(load.failures()).isEmpty();
      assertThat(load.answered()).isGreaterThan(1_500);
    }
  }

  @Test
  void aSuccessorTakesOverWithTheTableAndNoRequestIsLost() throws Exception {
    App app = App.start(vertx, "app");
    client.take(app.table(port, 1));
    try (Load load = new Load(port, CALLERS)) {
      for (int upgrade = 0; upgrade < 3; upgrade++) {
        RunningProxy before = proxy;
        proxy = RunningProxy.start(data);
        before.awaitLeft();
        int soFar = load.answered();
        await().until(() -> load.answered() > soFar + 200);
      }
      load.close();

      assertThat(load.failures()).isEmpty();
    }
    App other = App.start(vertx, "other");
    assertThat(client.take(other.table(port, 2)))
        .as("the name is the successor's")
        .isEqualTo(new ProxyState(List.of(), List.of()));
  }
}
