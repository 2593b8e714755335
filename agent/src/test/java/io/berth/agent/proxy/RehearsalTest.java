package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void carriesRequestsAndLeavesNothingBehind() throws InterruptedException {
    assertThat(Rehearsal.of(vertx)).isGreaterThan(100);

    assertThat(vertx.deploymentIDs()).isEmpty();
  }
}
