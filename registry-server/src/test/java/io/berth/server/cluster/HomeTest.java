package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HomeTest {
  @Test
  void theDocumentsOfAServiceAreTogether() {
    assertThat(
            List.of(
                "SERVICE/default/web",
                "ROLLOUT/default.web.12",
                "ASSIGNMENT/default/web/0",
                "INSTANCE/default/web/a-1"))
        .extracting(Home::of)
        .containsOnly("default/web");
  }

  @Test
  void aHostIsOnItsOwn() {
    assertThat(Home.of("HOST/h1")).isEqualTo("HOST/h1");
  }
}
