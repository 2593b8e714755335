package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Revision;
import io.berth.api.RolloutState;
import io.berth.e2e.kit.Engine.Container;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.House;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent that is left alone. A class of its own, beside busy ones. */
class ServersAwayIT {
  private static final Duration AWAY = Duration.ofMinutes(Ground.full() ? 10 : 1);

  private House house;

  @BeforeEach
  void open() {
    house = House.open("away");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void r18WithEveryServerAwayServicesRunAndTheDeadAreRestarted() {
    int port = Ground.freePort();
    Revision put = house.api().put("web", Specs.web("web:v1", port, 2));
    assertThat(house.api().awaitEnd("web", put.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    List<String> before = ids();
    Load load = Load.on(port, 200);
    house.servers().kill();
    Instant end = Instant.now().plus(AWAY);

    house.engine().docker("kill", before.get(0));
    Awaitility.await("its agent starts it again")
        .atMost(Duration.ofSeconds(30))
        .until(() -> house.running("web").size() == 2);
    house.agent().kill();
    house.agent().launch();
    Awaitility.await("it looks after what it found")
        .atMost(Duration.ofSeconds(30))
        .until(() -> house.agent().output().contains(" found"));
    house.engine().docker("kill", before.get(0));
    Awaitility.await("an agent that never met a server does so too")
        .atMost(Duration.ofSeconds(40))
        .until(() -> house.running("web").size() == 2);
    Awaitility.await()
        .atMost(AWAY.plusMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> Instant.now().isAfter(end));
    assertThat(ids()).isEqualTo(before);

    house.servers().start();
    house.api().awaitPassing("web", 2, Duration.ofSeconds(30));
    assertThat(ids()).isEqualTo(before);
    load.endWell("R18, away for " + AWAY);
  }

  private List<String> ids() {
    return house.running("web").stream().map(Container::id).toList();
  }
}
