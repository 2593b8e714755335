package io.berth.e2e;

import io.berth.e2e.kit.Engine;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Load;
import java.io.IOException;
import java.net.Socket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine that the other tests rest on. */
class EngineIT {
  private static final int COMINGS_AND_GOINGS = 20;
  private static final int PER_SECOND = 50;
  private static final String ASKED = "berth-test-asked";
  private static final String OTHER = "berth-test-other";

  private final Engine engine = new Engine(Ground.dockerHost());

  @AfterEach
  void remove() {
    engine.docker("rm", "--force", ASKED, OTHER);
  }

  @Test
  void whatAContainerHasUnderWayIsAnsweredWhileOthersComeAndGo() {
    run(ASKED);
    run(OTHER);
    awaitOn(ASKED);
    Load load = Load.on(address(ASKED), 80, PER_SECOND);
    for (int i = 0; i < COMINGS_AND_GOINGS; i++) {
      engine.docker("stop", "--time", "0", OTHER);
      engine.docker("start", OTHER);
      awaitOn(OTHER);
    }
    load.endWell(COMINGS_AND_GOINGS + " comings and goings of another container");
  }

  /** What is asked has requests under way at any moment. */
  private void run(String name) {
    String image = Ground.imageRegistry() + "/web:v1";
    engine.docker("run", "--detach", "--name", name, "--env", "ANSWER_DELAY_MS=40", image);
  }

  private void awaitOn(String name) {
    Awaitility.await().until(() -> isOn(address(name)));
  }

  private static boolean isOn(String address) {
    try (Socket socket = new Socket(address, 80)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String address(String name) {
    return engine.docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", name);
  }
}
