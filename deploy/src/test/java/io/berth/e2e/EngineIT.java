package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.berth.e2e.kit.Engine;
import io.berth.e2e.kit.Ground;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine that the other tests rest on. */
class EngineIT {
  private static final int COMINGS_AND_GOINGS = 20;
  private static final int LONGEST_MS = 2_000;
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
    String address = address(ASKED);
    CompletableFuture<Void> others =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < COMINGS_AND_GOINGS; i++) {
                engine.docker("stop", "--time", "0", OTHER);
                engine.docker("start", OTHER);
                assertThatCode(() -> ask(address(OTHER))).doesNotThrowAnyException();
              }
            });
    do {
      assertThatCode(() -> ask(address)).doesNotThrowAnyException();
    } while (!others.isDone());
    others.join();
  }

  private String address(String name) {
    return engine.docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", name);
  }

  private void run(String name) {
    String image = Ground.imageRegistry() + "/web:v1";
    engine.docker("run", "--detach", "--name", name, "--env", "ANSWER_DELAY_MS=40", image);
  }

  private static void ask(String address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(LONGEST_MS);
      socket.connect(new InetSocketAddress(address, 80), LONGEST_MS);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }
}
