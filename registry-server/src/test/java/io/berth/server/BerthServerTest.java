package io.berth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.server.RunningServer.Running;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningServer.class)
@Timeout(90)
class BerthServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Running running;
  @TempDir Path dir;

  BerthServerTest(Running running) {
    this.running = running;
  }

  @Test
  void aFlagThatIsWrongIsRefusedInOneLine() {
    refused("--lisen", "--lisen", "x");
    refused("--listen must be HOST:PORT, not \"nonsense\"", "--listen", "nonsense");
    refused("--listen needs a port from 0 to 65535, not 70000", "--listen", "127.0.0.1:70000");
    refused("must be a duration", "--host-lease", "never");
    refused("--host-lease must be at least 1s", "--host-lease", "1ms");
    refused("--keep-revisions must be at least 1", "--keep-revisions", "0");
    refused("'many' is not an int", "--keep-revisions", "many");
    refused("--cluster must be", "--cluster", "a b");
    refused("--name must be", "--name", "a/b");
    refused("--join must be HOST:PORT, not \"one\"", "--join", "one");
    refused("--cluster-listen needs a port from 0 to 65535", "--cluster-listen", "h:70000");
    refused("--journal must be jdbc:postgresql://", "--journal", "jdbc:mysql://h/berth");
    refused("--join needs a journal that all servers reach", "--join", "127.0.0.1:7500");
  }

  @Test
  void aDataDirectoryOfAnotherServerIsRefused() {
    refused(
        running.dataDir().toString(),
        "--data-dir",
        running.dataDir().toString(),
        "--cluster-listen",
        "127.0.0.1:0");
  }

  @Test
  void aPortInUseIsRefusedAndNothingIsKept() {
    refused(
        "cannot listen on 127.0.0.1:" + running.server().port() + ": ",
        "--data-dir",
        dir.toString(),
        "--cluster-listen",
        "127.0.0.1:0",
        "--listen",
        "127.0.0.1:" + running.server().port());

    SqliteJournal.open(dir).close(); // Which is refused while another holds it.
  }

  @Test
  void aClusterPortInUseIsRefused() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      refused(
          "the cluster port " + port + " is in use",
          "--data-dir",
          dir.toString(),
          "--listen",
          "127.0.0.1:0",
          "--cluster-listen",
          "127.0.0.1:" + port);
    }
  }

  @Test
  void onSigtermItAnswersWhatWaitsAndEndsWellInTime() throws Exception {
    int port = freePort();
    Process process = start(port);
    try {
      String url = "http://127.0.0.1:" + port;
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> get(url + "/health/ready").statusCode() == 200);
      HttpRequest put =
          HttpRequest.newBuilder(URI.create(url + "/v1/namespaces/default/services/web"))
              .PUT(HttpRequest.BodyPublishers.ofString("{\"settings\":{}}"))
              .build();
      assertThat(CLIENT.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
      CompletableFuture<HttpResponse<String>> watch =
          CLIENT.sendAsync(
              HttpRequest.newBuilder(URI.create(url + "/v1/namespaces/default/services/web"))
                  .header("If-None-Match", "\"1\"")
                  .header("Prefer", "wait=60")
                  .build(),
              BodyHandlers.ofString());
      await().until(() -> get(url + "/metrics").body().contains("berth_watches 1.0"));

      process.destroy();

      assertThat(watch.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(304);
      assertThat(process.waitFor(5, TimeUnit.SECONDS)).as("ended within 5 s").isTrue();
      assertThat(process.exitValue()).isZero();
      try (SqliteJournal journal = SqliteJournal.open(dir)) {
        assertThat(journal.claim("controller", "another", Duration.ofSeconds(1)).holder())
            .as("the lease was given away")
            .isEqualTo("another");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            BerthServer.class.getName(),
            "--listen",
            "127.0.0.1:" + port,
            "--cluster-listen",
            "127.0.0.1:0",
            "--data-dir",
            dir.toString())
        .redirectErrorStream(true)
        .redirectOutput(new File("/dev/null"))
        .start();
  }

  private static void refused(String why, String... args) {
    StringWriter err = new StringWriter();
    int code = BerthServer.run(new PrintWriter(err, true), args);
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).startsWith("berth-server: ").contains(why);
    assertThat(err.toString().lines()).hasSize(1);
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
