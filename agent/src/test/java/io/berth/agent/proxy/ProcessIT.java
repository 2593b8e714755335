package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.BerthProxy;
import io.berth.agent.kit.RealHost;
import io.berth.agent.route.ProxyState;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program, as processes that are told to stop, killed and followed by others. */
@Timeout(120)
class ProcessIT {
  private static final int CALLERS = 4;

  @TempDir private Path data;
  private final Vertx vertx = Vertx.vertx();
  private final List<Process> started = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port = RealHost.freePorts(1).get(0);
  private ProxyClient client;

  @BeforeEach
  void aClient() {
    client = ProxyClient.of(vertx, RunningProxy.folder(data));
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
    vertx.close().await();
  }

  @Test
  void afterAKillItGoesOnWithTheTableThatItHad() throws Exception {
    App app = App.start(vertx, "app");
    Process killed = begin();
    lead(app);
    assertThat(get("/").join()).isEqualTo("app");

    killed.destroyForcibly();
    assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
    begin();

    assertThat(get("/").join()).isEqualTo("app");
    assertThat(client.state()).isEqualTo(new ProxyState(List.of(), List.of()));
  }

  @Test
  void toldToStopItLetsWhatIsUnderWayEnd() throws Exception {
    App app = App.start(vertx, "app");
    Process proxy = begin();
    lead(app);
    CompletableFuture<String> slow = get("/slow?3000");
    await().until(() -> app.asked() == 1);

    proxy.destroy();

    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("app");
    assertThat(proxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(proxy.exitValue()).isZero();
  }

  @Test
  void oneThatIsStartedBesideItTakesOverAndNoRequestIsLost() throws Exception {
    App app = App.start(vertx, "app");
    Process before = begin();
    lead(app);
    try (Load load = new Load(port, CALLERS)) {
      for (int upgrade = 0; upgrade < 2; upgrade++) {
        int soFar = load.answered();
        Process next = begin();
        assertThat(before.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(before.exitValue()).isZero();
        await().until(() -> load.answered() > soFar + 200);
        before = next;
      }
      load.close();

      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeIsRefusedInALine() throws Exception {
    Process refused = start(Path.of("/proc/none"), ProcessBuilder.Redirect.PIPE);

    String errors = new String(refused.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(errors).startsWith("berth-proxy: ");
    assertThat(refused.waitFor()).isEqualTo(2);
  }

  /** Starts one, and returns once it can be told what to do. */
  private Process begin() throws IOException {
    Process process = start(data, ProcessBuilder.Redirect.INHERIT);
    await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> isTold(process));
    return process;
  }

  private boolean isTold(Process process) throws IOException {
    Path socket = RunningProxy.folder(data).resolve("proxy.sock");
    return socket.toRealPath().getFileName().toString().contains("-" + process.pid() + "-");
  }

  private Process start(Path folder, ProcessBuilder.Redirect errors) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BerthProxy.class.getName(),
                "--data-dir",
                folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(errors)
            .start();
    started.add(process);
    return process;
  }

  private void lead(App app) throws IOException {
    assertThat(client.take(app.table(port, 1)).refused()).isEmpty();
  }

  private CompletableFuture<String> get(String path) {
    return http.sendAsync(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }
}
