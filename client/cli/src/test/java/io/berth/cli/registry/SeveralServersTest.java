package io.berth.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.cli.fixture.StubServer;
import io.berth.cli.fixture.StubServer.Asked;
import io.berth.cli.fixture.StubServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C3, and servers that fall silent. */
class SeveralServersTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Call CALL = Call.get("v1", "x");

  private final StubServer first = new StubServer();
  private final StubServer second = new StubServer();
  private final CountDownLatch silence = new CountDownLatch(1);
  private final Registry registry =
      new Registry(
          List.of(URI.create(first.url()), URI.create(second.url())),
          "ann",
          Duration.ofMillis(300));

  @AfterEach
  void close() {
    silence.countDown();
    first.close();
    second.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 403, 404, 405, 500})
  void aWebServerOfAnotherKindIsPassedOver(int status) {
    first.on("GET /v1/x", it -> new Reply(status, "", "<html>hello</html>"));
    second.on("GET /v1/x", "{}");

    assertThat(registry.send(CALL).status()).isEqualTo(200);
  }

  @Test
  void anUnknownHostAndOthersThatAreNoServersAreNotAskedTwice() {
    first.on("GET /v1/x", it -> new Reply(404, "", "<html>hello</html>"));
    second.on("GET /v1/x", "{}");
    Registry partlyWrong =
        new Registry(
            List.of(
                URI.create("http://no-such-host.invalid:7400"),
                URI.create("http://127.0.0.1:1"),
                URI.create(first.url()),
                URI.create(second.url())),
            "ann",
            Duration.ofMillis(300));

    assertThat(partlyWrong.send(CALL).status()).isEqualTo(200);
    assertThat(partlyWrong.send(CALL).status()).isEqualTo(200);
    assertThat(first.asked()).hasSize(1);
  }

  @Test
  void whereNoneIsAServerThatIsSaidOfOne() {
    first.on("GET /v1/x", it -> new Reply(404, "", "<html>hello</html>"));
    second.on("GET /v1/x", it -> new Reply(404, "", "<html>hello</html>"));

    assertThatThrownBy(() -> registry.send(CALL))
        .hasMessage(second.url() + " answered HTTP 404, not as a registry server would");
  }

  @Test
  void aServerThatFallsSilentIsLeftWithinTwoSeconds() {
    first.on("GET /v1/x", this::silent).on("GET /health/ready", this::silent);
    second.on("GET /v1/x", "{}").on("GET /health/ready", "{\"ready\":true}");

    long began = System.nanoTime();
    assertThat(registry.watch(CALL, null, WAIT).server()).isEqualTo(URI.create(second.url()));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(2500));
  }

  @Test
  void aServerThatIsNotReadyAnyMoreIsLeftForOneThatIs() {
    first
        .on("GET /v1/x", this::silent)
        .on("GET /health/ready", it -> new Reply(503, "", "{\"ready\":false}"));
    second.on("GET /v1/x", "{}").on("GET /health/ready", "{\"ready\":true}");

    assertThat(registry.watch(CALL, null, WAIT).server()).isEqualTo(URI.create(second.url()));
  }

  @Test
  void aWriteThatASilentServerMayHaveMadeGoesOnUnderItsKey() {
    first.on("POST /v1/x", this::silent).on("GET /health/ready", this::silent);
    second.on("POST /v1/x", "{}").on("GET /health/ready", "{\"ready\":true}");

    registry.send(Call.of("POST", "v1", "x"));

    assertThat(second.asked().stream().filter(it -> it.method().equals("POST")).toList())
        .hasSize(1)
        .allMatch(it -> it.headers().get("idempotency-key").equals(key(first)));
  }

  @Test
  void aServerThatTakesItsTimeIsWaitedFor() {
    CountDownLatch looks = new CountDownLatch(2);
    first
        .on(
            "GET /v1/x",
            it -> {
              await(looks);
              return StubServer.ok("{}");
            })
        .on(
            "GET /health/ready",
            it -> {
              looks.countDown();
              return StubServer.ok("{\"ready\":true}");
            });

    assertThat(registry.send(CALL).server()).isEqualTo(URI.create(first.url()));
  }

  @Test
  void whatOneServerGaveIsNotShownToAnother() {
    first.on("GET /v1/x", it -> StubServer.reply(200, "\"7\"", "{}"));
    second.on("GET /v1/x", it -> StubServer.reply(200, "\"7\"", "{\"n\":1}"));

    Answer held = registry.watch(CALL, null, WAIT);
    first.close();
    assertThat(registry.watch(CALL, held, WAIT).unchanged()).isFalse();
    assertThat(second.last().headers()).doesNotContainKey("if-none-match");
  }

  private static String key(StubServer server) {
    return server.asked().get(0).headers().get("idempotency-key");
  }

  private Reply silent(Asked request) {
    await(silence);
    return StubServer.gone();
  }

  private static void await(CountDownLatch latch) {
    try {
      boolean unused = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
