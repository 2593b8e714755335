package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.route.ProxyState;
import io.berth.agent.route.Route;
import io.berth.agent.route.Table;
import io.berth.agent.route.TableFile;
import io.berth.agent.route.Target;
import io.berth.api.spec.Protocol;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProxyTest {
  private static final Duration DRAIN = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private final Vertx apps = Vertx.vertx();
  private final Doors doors = new Doors();
  private final Vertx vertx = Vertx.builder().withTransport(doors).build();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port = freePort();
  private Proxy proxy;

  @BeforeEach
  void start() {
    proxy = begin(vertx, doors);
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    apps.close().await();
  }

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
  void withoutATargetTheAnswerIsUnavailable() {
    lead();

    HttpResponse<String> answer = get("/");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("berth-proxy: web: no instance is healthy\n");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void requestsWaitForATargetThatIsAboutToCome() {
    take(route(Map.of(), true));
    CompletableFuture<HttpResponse<String>> waits =
        http.sendAsync(ask("/").build(), BodyHandlers.ofString());
    await().during(Duration.ofMillis(200)).until(() -> !waits.isDone());

    take(route(Map.of(), true, app("one").target(1)));

    assertThat(waits.join().body()).isEqualTo("one");
  }

  @Test
  void weightsDivideTheRequests() {
    take(route(Map.of(1L, 80, 2L, 20), false, app("old").target(1), app("new").target(2)));
    Map<String, Integer> shares = new HashMap<>();

    for (int i = 0; i < 200; i++) {
      shares.merge(get("/").body(), 1, Integer::sum);
    }

    assertThat(shares.get("new")).isBetween(15, 70);
  }

  @Test
  void whatIsUnderWayEndsBeforeItsTargetIsLeft() {
    App old = app("old");
    lead(old.target(1));
    CompletableFuture<HttpResponse<String>> slow =
        http.sendAsync(ask("/slow?500").build(), BodyHandlers.ofString());
    await().until(() -> old.asked() == 1);

    lead(app("new").target(2));

    assertThat(state().leaving()).containsExactly(new ProxyState.Leaving("old", 1));
    assertThat(get("/").body()).isEqualTo("new");
    assertThat(slow.join().body()).isEqualTo("old");
    await().until(() -> state().leaving().isEmpty());
  }

  @Test
  void aStreamOnATargetThatIsLeftEndsCleanlyWhenItsTimeIsUp() {
    lead(app("old").target(1));
    CompletableFuture<HttpResponse<String>> stream =
        http.sendAsync(ask("/stream").build(), BodyHandlers.ofString());
    await().until(() -> get("/").statusCode() == 200);

    lead(app("new").target(2));

    assertThat(stream.join().body()).startsWith("data: 0\n\n");
    await().until(() -> state().leaving().isEmpty());
  }

  @Test
  void aWebSocketPassesAndIsClosedWhenItsTimeIsUp() throws Exception {
    lead(app("old").target(1));
    Ears ears = new Ears();
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), ears)
            .get(5, TimeUnit.SECONDS);
    socket.sendText("hello", true).get(5, TimeUnit.SECONDS);
    await().until(() -> ears.heard.contains("hello"));

    lead(app("new").target(2));

    await().until(ears.closed::get);
    await().until(() -> state().leaving().isEmpty());
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
  void aHeadThatIsTooLargeOrMalformedIsRefusedAndOthersAreNotDisturbed() throws IOException {
    lead(app("one").target(1));

    assertThat(raw("GET / HTTP/1.1\nHost: x\nX: " + "y".repeat(64_000) + "\n\n")).contains(" 431 ");
    assertThat(raw("GET /" + "y".repeat(64_000) + " HTTP/1.1\nHost: x\n\n")).contains(" 414 ");
    assertThat(raw("NONSENSE\n\n")).contains(" 400 ");
    assertThat(get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void aPortThatSomebodyHasIsNamedAndTakenOnceItIsFree() throws IOException {
    App one = app("one");
    try (ServerSocket foreign = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(foreign.isBound()).isTrue();
      ProxyState state = take(route(Map.of(), false, one.target(1)));

      assertThat(state.refused()).hasSize(1);
      assertThat(state.refused().get(0).port()).isEqualTo(port);
      assertThat(state.refused().get(0).error()).contains("in use");
    }

    assertThat(take(route(Map.of(), false, one.target(1))).refused()).isEmpty();
    assertThat(get("/").body()).isEqualTo("one");
  }

  @Test
  void aPortThatIsNoLongerInTheTableIsFree() throws IOException {
    lead(app("one").target(1));
    assertThat(get("/").statusCode()).isEqualTo(200);

    proxy.take(Table.EMPTY).await();

    await()
        .ignoreExceptions()
        .until(
            () -> {
              new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
              return true;
            });
  }

  @Test
  void tcpIsCarriedAsItComes() throws IOException {
    App one = app("one");
    take(
        new Route(
            "default",
            "web",
            "127.0.0.1",
            port,
            Protocol.TCP,
            Map.of(),
            false,
            DRAIN,
            List.of(one.target(1))));

    assertThat(raw("GET / HTTP/1.1\nHost: x\nConnection: close\n\n")).endsWith("one");
  }

  @Test
  void datagramsAreCarriedThereAndBack() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket echo = new DatagramSocket(0, loopback);
        DatagramSocket client = new DatagramSocket(0, loopback)) {
      Target target = new Target("echo", 1, "127.0.0.1", echo.getLocalPort(), true);
      take(
          new Route(
              "default",
              "echo",
              "127.0.0.1",
              port,
              Protocol.UDP,
              Map.of(),
              false,
              DRAIN,
              List.of(target)));
      client.setSoTimeout(10_000);
      echo.setSoTimeout(10_000);
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);

      client.send(
          new DatagramPacket("hello".getBytes(StandardCharsets.US_ASCII), 5, loopback, port));
      echo.receive(packet);
      echo.send(packet);
      packet.setLength(100);
      client.receive(packet);

      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII))
          .isEqualTo("hello");
      assertThat(packet.getPort()).isEqualTo(port);
    }
  }

  @Test
  void itTakesItsTableUpAgainWhenItStarts() {
    lead(app("one").target(1));
    Doors others = new Doors();
    Vertx other = Vertx.builder().withTransport(others).build();
    proxy.leave(DRAIN).await();

    begin(other, others);

    assertThat(get("/").body()).isEqualTo("one");
    other.close().await();
  }

  private Proxy begin(Vertx on, Doors with) {
    Proxy begun = new Proxy(on, new TableFile(folder), with::close);
    begun.start(2).await();
    return begun;
  }

  private App app(String name) {
    return App.start(apps, name);
  }

  private void lead(Target... targets) {
    assertThat(take(route(Map.of(), false, targets)).refused()).isEmpty();
  }

  private ProxyState take(Route route) {
    return proxy.take(new Table(List.of(route))).await();
  }

  private ProxyState state() {
    return proxy.state().await();
  }

  private Route route(Map<Long, Integer> weights, boolean hold, Target... targets) {
    return new Route(
        "default",
        "web",
        "127.0.0.1",
        port,
        Protocol.HTTP,
        weights,
        hold,
        DRAIN,
        Stream.of(targets).toList());
  }

  private HttpRequest.Builder ask(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> get(String path) {
    return send(ask(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return send(http, request);
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  /** Says this on a connection of its own, and answers all that comes back until it is closed. */
  private String raw(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      StringBuilder all = new StringBuilder();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (int c = in.read(); c >= 0; c = in.read()) {
        all.append((char) c);
      }
      return all.toString().replace("\r\n", "\n");
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final class Ears implements WebSocket.Listener {
    private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      heard.add(data.toString());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.set(true);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.set(true);
    }
  }
}
