package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.e2e.kit.Engine.Container;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.House;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.OwnEngine;
import io.berth.e2e.kit.Specs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host whose disk is small, and gets full. */
class DiskIT {
  private final int port = Ground.freePort();
  private OwnEngine engine;
  private House house;

  @BeforeEach
  void open() {
    engine = OwnEngine.withRoom(Ground.folder("disk").resolve("engine"), 400);
    house = House.on(engine.dockerHost(), "disk");
  }

  @AfterEach
  void close() {
    house.close();
    engine.close();
  }

  @Test
  void r23OnAFullDiskAPullFailsCleanlyAndTheWayBackStaysOpen() {
    succeeds("web:v1");
    succeeds("web:v2");
    List<Container> before = house.running("web");
    Load load = Load.on(port, 200);
    engine.fill(300);

    Revision put = house.api().put("web", Specs.web("web:v4", port));
    Rollout failed = house.api().awaitEnd("web", put.revision());

    assertThat(failed.state()).isEqualTo(RolloutState.FAILED);
    assertThat(failed.reason()).contains("the host's disk is full");
    assertThat(house.api().awaitEnd("web", failed.supersededBy()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    assertThat(house.running("web")).isEqualTo(before);
    Revision back = house.api().rollback("web", 1L);
    assertThat(house.api().awaitEnd("web", back.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    engine.free();
    succeeds("web:v4");
    load.endWell("R23");
  }

  private void succeeds(String image) {
    Revision put = house.api().put("web", Specs.web(image, port));
    Rollout ended = house.api().awaitEnd("web", put.revision());
    assertThat(ended.state()).as(ended.reason()).isEqualTo(RolloutState.SUCCEEDED);
  }
}
