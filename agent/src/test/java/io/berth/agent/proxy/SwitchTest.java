package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.route.ProxyState;
import io.berth.agent.route.Table;
import io.berth.agent.route.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SwitchTest extends ProxyCase {
  @Test
  void requestsWaitForATargetThatIsAboutToCome() {
    take(route(Map.of(), true));
    CompletableFuture<HttpResponse<String>> waits = begin("/");
    await().during(Duration.ofMillis(200)).until(() -> !waits.isDone());

    take(route(Map.of(), true, app("one").target(1)));

    assertThat(waits.join().body()).isEqualTo("one");
  }

  @Test
  void whoGoesWaitsNoLonger() throws IOException {
    App late = app("late");
    take(route(Map.of(), true));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      askOn(client);
      CompletableFuture<HttpResponse<String>> stays = begin("/");
      await().during(Duration.ofMillis(200)).until(() -> !stays.isDone());
      client.setSoLinger(true, 0); // It is known at once.
      client.close();

      take(route(Map.of(), true, late.target(1)));

      assertThat(stays.join().body()).isEqualTo("late");
      assertThat(late.asked()).isEqualTo(1);
    }
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
    CompletableFuture<HttpResponse<String>> slow = begin("/slow?500");
    await().until(() -> old.asked() == 1);

    lead(app("new").target(2));

    assertThat(state().leaving()).containsExactly(new ProxyState.Leaving("old", 1));
    assertThat(get("/").body()).isEqualTo("new");
    assertThat(slow.join().body()).isEqualTo("old");
    await().until(() -> state().leaving().isEmpty());
  }

  @Test
  void whatADeadTargetHadAndHadNotAnsweredIsAskedOfAnother() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Target dying = new Target("dying", 1, "127.0.0.1", silent.getLocalPort(), true);
      lead(dying);
      CompletableFuture<HttpResponse<String>> asked = begin("/");
      try (Socket taken = silent.accept()) {
        assertThat(taken.getInputStream().read()).isEqualTo('G');

        leadBeside(List.of(), app("next").target(1));

        assertThat(asked.join().body()).isEqualTo("next");
      }
    }
  }

  @Test
  void whatATargetHasThatOnlyLeavesIsNotAskedTwice() {
    App old = app("old");
    lead(old.target(1));
    CompletableFuture<HttpResponse<String>> asked = begin("/slow?500");
    await().until(() -> old.asked() == 1);

    leadBeside(List.of("old"), app("next").target(1));

    assertThat(asked.join().body()).isEqualTo("old");
  }

  @Test
  void aRequestThatIsNotDoneInTimeIsToldSo() {
    App old = app("old");
    lead(old.target(1));
    CompletableFuture<HttpResponse<String>> slow = begin("/slow?20000");
    await().until(() -> old.asked() == 1);

    lead(app("new").target(2));

    assertThat(slow.join().statusCode()).isEqualTo(503);
    assertThat(slow.join().body())
        .isEqualTo("berth-proxy: web: the instance was not done within the drain timeout\n");
  }

  @Test
  void anAnswerWithoutALengthThatIsCutDoesNotLookWhole() {
    App old = app("old");
    lead(old.target(1));
    CompletableFuture<HttpResponse<String>> pours = begin("/stream?text/plain");
    await().until(() -> old.asked() == 1);

    lead(app("new").target(2));

    assertThat(pours).failsWithin(Duration.ofSeconds(10));
    await().until(() -> state().leaving().isEmpty());
  }

  @Test
  void aStreamOnATargetThatIsLeftEndsCleanlyWhenItsTimeIsUp() {
    lead(app("old").target(1));
    CompletableFuture<HttpResponse<String>> stream = begin("/stream");
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
  void aConnectionThatWasNotToldToCloseStaysOpenAsTheProxyLeaves() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n";
    try (Pours pours = new Pours("\r\n\r\n", head, MUCH)) {
      lead(pours.target());
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        InputStream answers = client.getInputStream();
        askOn(client);
        assertThat(head(answers)).doesNotContain("close");
        lead(app("one").target(1));

        var unused = proxy().leave();

        assertThat(answers.readNBytes(MUCH)).hasSize(MUCH);
        askOn(client);
        assertThat(head(answers)).contains("200 OK").contains("connection: close");
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readNBytes(1)[0]);
    }
    return head.toString();
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

  /** All requests go to this one from now on; of what else is on this host these still run. */
  private void leadBeside(List<String> finishing, Target target) {
    proxy().take(new Table(List.of(route(Map.of(), false, target)), finishing)).await();
  }
}
