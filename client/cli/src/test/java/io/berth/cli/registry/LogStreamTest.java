package io.berth.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.api.ProblemCode;
import io.berth.cli.fixture.StubServer;
import io.berth.cli.fixture.StubServer.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogStreamTest {
  private final List<String> heard = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();

  @Test
  void aStreamThatBrokeOffGoesOnAtAnotherServerWithoutALineTwice() {
    try (StubServer first = new StubServer();
        StubServer second = new StubServer()) {
      first.on("GET /logs", it -> ok(line("a", 2, "two"), line("b", 1, "one")));
      second.on(
          "GET /logs",
          it -> ok(line("b", 1, "one"), line("a", 2, "two"), line("a", 3, "3"), line("c", 1, "c")));

      stream(first, second)
          .follow(
              entry -> {
                heard.add(entry.line().line());
                first.close();
                return heard.size() < 4;
              },
              troubles::add);

      assertThat(heard).containsExactly("two", "one", "3", "c");
      assertThat(first.asked().get(0).target()).isEqualTo("/logs?tail=7");
      assertThat(second.last().target())
          .isEqualTo("/logs?tail=10000&since=2026-01-02T03%3A04%3A01Z");
      assertThat(troubles).isEmpty();
    }
  }

  @Test
  void whileNoServerAnswersThatIsSaidOnceAndItIsAskedAgain() {
    try (StubServer server = new StubServer()) {
      server.on(
          "GET /logs",
          it ->
              switch (server.asked().size()) {
                case 1 -> ok(line("a", 1, "one"));
                case 2, 3 -> StubServer.problem(ProblemCode.NOT_READY, "it loads");
                default -> ok(line("a", 2, "two"));
              });

      stream(server)
          .follow(
              entry -> {
                heard.add(entry.line().line());
                return heard.size() < 2;
              },
              troubles::add);

      assertThat(heard).containsExactly("one", "two");
      assertThat(troubles).hasSize(1);
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNotTakenForAWholeOne() throws IOException {
    try (ServerSocket half = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> answerHalf(half));
      LogStream stream = stream("http://127.0.0.1:" + half.getLocalPort());

      assertThatThrownBy(
              () ->
                  stream.read(
                      entry -> {
                        heard.add(entry.line().line());
                        return true;
                      }))
          .isInstanceOf(Unreachable.class)
          .hasMessage("the server went away; there may be more lines");
      assertThat(heard).containsExactly("one");
    }
  }

  private static void answerHalf(ServerSocket half) {
    try (Socket asker = half.accept()) {
      String line = line("a", 1, "one") + "\n";
      asker.getInputStream().read(new byte[4096]);
      asker
          .getOutputStream()
          .write(
              ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + Integer.toHexString(line.length())
                      + "\r\n"
                      + line
                      + "\r\n")
                  .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private LogStream stream(StubServer... servers) {
    return stream(Stream.of(servers).map(StubServer::url).toArray(String[]::new));
  }

  private static LogStream stream(String... servers) {
    Registry registry =
        new Registry(Stream.of(servers).map(URI::create).toList(), "ann", Duration.ZERO);
    return new LogStream(registry, Call.get("logs"), 7);
  }

  private static Reply ok(String... lines) {
    return new Reply(200, "", String.join("\n\n", lines) + "\n");
  }

  private static String line(String instance, int second, String text) {
    return "{\"host\":\"h1\",\"instance\":\""
        + instance
        + "\",\"replica\":0,\"revision\":1,\"time\":\"2026-01-02T03:04:0"
        + second
        + "Z\",\"stream\":\"stdout\",\"line\":\""
        + text
        + "\"}";
  }
}
