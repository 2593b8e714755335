package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.berth.agent.route.Target;
import io.berth.agent.route.TargetFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RequestTest extends ProxyCase {
  @Test
  void aRequestIsCarriedWithItsMethodHeadersAndBody() {
    lead(app("one").target(1));

    HttpResponse<String> answer =
        send(ask("/echo").POST(HttpRequest.BodyPublishers.ofString("x".repeat(1 << 20))));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Length")).hasValue("1048576");
    assertThat(answer.body()).hasSize(1 << 20);
  }

  @Test
  void aTargetLearnsOfTheClientAndNothingOfTheConnection() throws IOException {
    lead(app("one").target(1));

    String seen =
        raw(
            """
            GET /headers HTTP/1.1
            Host: shop.example
            Connection: close, X-Hop
            X-Hop: 1
            X-Forwarded-For: 10.9.9.9
            TE: trailers
            X-Kept: yes

            """);

    assertThat(seen)
        .contains("host: shop.example\n", "x-forwarded-host: shop.example\n")
        .contains("x-forwarded-for: 10.9.9.9, 127.0.0.1\n", "x-forwarded-proto: http\n")
        .contains("x-kept: yes\n")
        .doesNotContain("x-hop", "te:")
        .doesNotContain("\n\nconnection:", "keep-alive");
  }

  @Test
  void aTargetLearnsOfEveryProxyBeforeThisOne() throws IOException {
    lead(app("one").target(1));

    String seen =
        raw(
            """
            GET /headers HTTP/1.1
            Host: shop.example
            Connection: close
            X-Forwarded-For: 10.9.9.9
            X-Forwarded-For: 10.8.8.8

            """);

    assertThat(seen).contains("x-forwarded-for: 10.9.9.9, 10.8.8.8, 127.0.0.1\n");
  }

  @Test
  void headIsAnsweredWithoutABodyAndStatusesPassAsTheyAre() {
    lead(app("one").target(1));

    assertThat(send(ask("/").method("HEAD", HttpRequest.BodyPublishers.noBody())).body()).isEmpty();
    for (int status : List.of(204, 304, 404, 500)) {
      assertThat(get("/status?" + status).statusCode()).isEqualTo(status);
    }
  }

  @Test
  void aTargetThatTakesNoConnectionIsPassedOver() {
    App good = app("good");
    App gone = app("gone");
    Target dead = gone.target(1);
    gone.close();
    lead(dead, good.target(1));

    for (int i = 0; i < 20; i++) {
      assertThat(send(ask("/echo").POST(HttpRequest.BodyPublishers.ofString("x"))).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aTargetOfThisHostThatSaysNothingAtAllIsNotWaitedForLong() throws IOException {
    App good = app("good");
    try (FullBacklog silent = new FullBacklog()) {
      lead(silent.target(true), good.target(1));

      for (int i = 0; i < 20; i++) {
        assertThat(send(ask("/").timeout(Duration.ofMillis(900))).body()).isEqualTo("good");
      }
    }
  }

  @Test
  void aTargetOfAnotherHostThatSaysNothingAtAllIsPassedOverAfterASecond() throws IOException {
    Target good = app("good").target(1);
    try (FullBacklog silent = new FullBacklog()) {
      lead(
          silent.target(false), new Target(good.instance(), 1, good.address(), good.port(), false));

      for (int i = 0; i < 20; i++) {
        assertThat(send(ask("/").timeout(Duration.ofSeconds(2))).body()).isEqualTo("good");
      }
    }
  }

  @Test
  void aLoneTargetThatTookNoConnectionInTimeIsTriedAgainAtOnceAndNoneIsLeftBehind()
      throws IOException {
    try (FullBacklog full = new FullBacklog()) {
      lead(full.target(true));
      CompletableFuture<HttpResponse<String>> waits = begin("/");
      await().until(() -> proxy().figures().await().targets().get(0).unreached() > 0);

      full.answer("at last");

      assertThat(waits).succeedsWithin(Duration.ofMillis(900));
      assertThat(waits.join().body()).isEqualTo("at last");
      // The system asks for those of the first rounds again after a second (RFC 6298, 2.1).
      await().during(Duration.ofMillis(1500)).until(() -> full.open() == 1);
    }
  }

  @Test
  void whatIsBrokenOffIsAskedOnceMoreWhereThatDoesNoHarm() {
    App one = app("one");
    App two = app("two");
    lead(one.target(1), two.target(1));

    assertThat(get("/drop").statusCode()).isEqualTo(502);
    assertThat(one.asked() + two.asked()).isEqualTo(2);
    assertThat(send(ask("/drop").POST(HttpRequest.BodyPublishers.ofString("x"))).statusCode())
        .isEqualTo(502);
    assertThat(one.asked() + two.asked()).isEqualTo(3);
  }

  @Test
  void whereThereIsNoOtherTargetTheSameOneIsAskedOnceMore() {
    App only = app("only");
    lead(only.target(1));

    assertThat(get("/drop-first").body()).isEqualTo("only");
    assertThat(only.asked()).isEqualTo(2);
    assertThat(get("/drop").statusCode()).isEqualTo(502);
    assertThat(only.asked()).isEqualTo(4);
  }

  @Test
  void withoutATargetTheAnswerIsUnavailable() {
    lead();

    HttpResponse<String> answer = get("/");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("berth-proxy: web: no instance is healthy\n");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void requestsOverHttp2WithoutTlsAreCarried() {
    lead(app("one").target(1));
    HttpClient two = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    HttpResponse<String> answer =
        send(two, ask("/echo").POST(HttpRequest.BodyPublishers.ofString("hi")));
    HttpResponse<String> next = send(two, ask("/"));

    assertThat(answer.body()).isEqualTo("hi");
    assertThat(next.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(next.body()).isEqualTo("one");
  }

  @Test
  void anUpgradeThatTheTargetRefusesLeavesNoConnectionBehind() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      lead(new Target("refuses", 1, "127.0.0.1", server.getLocalPort(), true));
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () ->
                  rawly(
                      """
                      GET /ws HTTP/1.1
                      Host: x
                      Connection: Upgrade, close
                      Upgrade: websocket

                      """));
      try (Socket taken = server.accept()) {
        taken.setSoTimeout(10_000);
        taken
            .getOutputStream()
            .write(
                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno"
                    .getBytes(StandardCharsets.US_ASCII));

        assertThat(answer.join()).contains(" 401 ").endsWith("no");
        assertThat(new String(taken.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .as("read to its end")
            .startsWith("GET /ws");
      }
    }
  }

  @Test
  void theAnswerOfATargetThatClosesAfterItArrivesWhole() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\nConnection: close\r\n\r\n";
    try (Pours pours = new Pours("\r\n\r\n", head, MUCH)) {
      lead(pours.target());

      assertThat(slowly("GET / HTTP/1.1\nHost: x\nConnection: close\n\n")).isGreaterThan(MUCH);
    }
  }

  @Test
  void theAnswerOfWhoHasGoneIsGivenUp() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n";
    try (Pours pours = new Pours("\r\n\r\n", head, MUCH)) {
      lead(pours.target());
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        askOn(client);
        assertThat(client.getInputStream().read()).isEqualTo('H');
        await().during(Duration.ofMillis(300)).until(() -> !pours.isOver());
      }

      await().until(pours::isOver);
      assertThat(proxy().figures().await().targets().get(0).underWay()).isZero();
    }
  }

  @Test
  void anAnswerThatComesBeforeTheBodyHasArrivesAll() throws IOException {
    lead();
    byte[] head =
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.getOutputStream().write(head);
      client.getOutputStream().write(new byte[3_000_000]);

      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .contains(" 503 ")
          .endsWith("no instance is healthy\n");
    }
  }

  @Test
  void anUploadThatBreaksOffDoesNotLookWhole() throws IOException {
    App one = app("one");
    lead(one.target(1));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client
          .getOutputStream()
          .write(
              "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      await().until(() -> one.asked() == 1);
    }

    await().until(() -> !get("/").body().isEmpty());
    lead();
    await().until(() -> state().leaving().isEmpty());
  }

  @Test
  void aLengthBesideChunksIsNotBelieved() throws IOException {
    lead(app("one").target(1));

    String answer =
        raw(
            """
            POST /echo HTTP/1.1
            Host: x
            Connection: close
            Content-Length: 3
            Transfer-Encoding: chunked

            5
            hello
            0

            """);

    assertThat(answer).contains("X-Length: 5\n").endsWith("hello");
  }

  @Test
  void aHeadThatIsTooLargeOrMalformedIsRefusedAndOthersAreNotDisturbed() throws IOException {
    lead(app("one").target(1));

    assertThat(raw("GET / HTTP/1.1\nHost: x\nX: " + "y".repeat(64_000) + "\n\n")).contains(" 431 ");
    assertThat(raw("GET /" + "y".repeat(64_000) + " HTTP/1.1\nHost: x\n\n")).contains(" 414 ");
    assertThat(raw("NONSENSE\n\n")).contains(" 400 ");
    assertThat(get("/").statusCode()).isEqualTo(200);
    assertThat(proxy().figures().await().refused()).containsEntry("malformed", 3L);
  }

  @Test
  void whatIsCarriedIsCountedByInstanceAndGrows() {
    App one = app("one");
    lead(one.target(1));
    send(ask("/echo").POST(HttpRequest.BodyPublishers.ofString("hello")));
    get("/status?500");
    get("/drop");

    TargetFigures figures = proxy().figures().await().targets().get(0);

    assertThat(figures.instance()).isEqualTo("one");
    assertThat(figures.revision()).isEqualTo(1);
    assertThat(figures.answers()).containsExactly(0L, 0L, 1L, 0L, 0L, 1L);
    assertThat(figures.broken()).as("asked twice").isEqualTo(2);
    assertThat(figures.requests()).isEqualTo(4);
    assertThat(figures.errors()).isEqualTo(3);
    assertThat(figures.received()).isEqualTo(5);
    lead(one.target(2));
    get("/");
    assertThat(proxy().figures().await().targets())
        .as("a container that came to be of another revision is counted as of that")
        .extracting(TargetFigures::revision, TargetFigures::requests)
        .containsExactlyInAnyOrder(tuple(1L, 4L), tuple(2L, 1L));
  }

  private String rawly(String text) {
    try {
      return raw(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
