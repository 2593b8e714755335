package io.berth.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.FakeLogs;
import io.berth.api.Health;
import io.berth.api.HostStatus;
import io.berth.api.InstanceState;
import io.berth.api.Json;
import io.berth.api.LogLine;
import io.berth.api.Problem;
import io.berth.api.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LogRouteTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final String WEB = "/logs/default/web";

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeLogs logs = new FakeLogs();
  private final List<Status> statuses = new CopyOnWriteArrayList<>();
  private volatile HostStatus.Engine engine = new HostStatus.Engine(true, "1", "", 1000, 1);
  private final LogRoute route =
      new LogRoute("h1", () -> Optional.of(status()), logs, Clock.systemUTC());
  private final OwnHttp http = new OwnHttp(() -> Readiness.unless(List.of()), () -> "", route);
  private int port;

  @BeforeEach
  void listen() throws IOException {
    port = http.listen("127.0.0.1", 0);
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void theLinesOfAllContainersComeInTheOrderOfTheirTimes() throws Exception {
    runs("web", 0, 1, "web-0");
    runs("web", 1, 2, "web-1");
    runs("db", 0, 1, "db-0");
    print("web-0", 1, "one");
    print("web-1", 2, "two");
    print("web-0", 3, "three");
    print("db-0", 2, "another service's");

    HttpResponse<String> answer = get(WEB);

    assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
    assertThat(lines(answer.body()))
        .containsExactly(
            new LogLine("h1", "web-0", 0, 1, START.plusSeconds(1), "stdout", "one"),
            new LogLine("h1", "web-1", 1, 2, START.plusSeconds(2), "stdout", "two"),
            new LogLine("h1", "web-0", 0, 1, START.plusSeconds(3), "stdout", "three"));
  }

  @Test
  void onlyTheLastLinesOfEachAndOneRevisionsAreReadWhereThatIsAsked() throws Exception {
    runs("web", 0, 1, "web-0");
    runs("web", 1, 2, "web-1");
    for (int i = 1; i <= 3; i++) {
      print("web-0", i, "a" + i);
      print("web-1", i, "b" + i);
    }

    assertThat(texts(WEB + "?tail=1")).containsExactlyInAnyOrder("a3", "b3");
    assertThat(texts(WEB + "?revision=2")).containsExactly("b1", "b2", "b3");
    assertThat(texts(WEB + "?since=2026-01-02T03:04:07Z&revision=1")).containsExactly("a3");
    assertThat(texts(WEB + "?tail=0")).isEmpty();
  }

  @Test
  void aContainerThatCannotBeReadIsSaidAmongTheLines() throws Exception {
    runs("web", 0, 1, "web-0");
    logs.fails("web-0", "its logging driver does not support reading");

    assertThat(lines(get(WEB).body()))
        .singleElement()
        .satisfies(line -> assertThat(line.stream()).isEqualTo(LogLine.BERTH))
        .satisfies(line -> assertThat(line.instance()).isEqualTo("web-0"))
        .satisfies(line -> assertThat(line.line()).contains("does not support reading"));
  }

  @Test
  void aContainerThatIsStartedWhileItsServiceIsFollowedJoinsIn() throws Exception {
    runs("web", 0, 1, "web-old");
    print("web-old", 1, "old");
    try (Following following = follow(WEB + "?follow=true")) {
      assertThat(following.next()).isEqualTo("old");

      print("web-new", 2, "new, from its beginning");
      runs("web", 0, 2, "web-new");

      assertThat(following.next()).isEqualTo("new, from its beginning");
      print("web-old", 3, "both are followed");
      assertThat(following.next()).isEqualTo("both are followed");
    }
  }

  @Test
  void aContainerThatIsStartedAgainIsReadOnWithoutALineTwice() throws Exception {
    runs("web", 0, 1, "web-0");
    print("web-0", 1, "before");
    try (Following following = follow(WEB + "?follow=true")) {
      assertThat(following.next()).isEqualTo("before");

      logs.end("web-0");
      await().until(() -> logs.open() == 0);
      logs.startAgain("web-0");
      print("web-0", 2, "after");
      statuses.set(0, container("web", 0, 1, "web-0", START.plusSeconds(2)));

      assertThat(following.next()).isEqualTo("after");
    }
  }

  @Test
  void whoGoesAwayEndsTheReadingAtOnce() throws Exception {
    runs("web", 0, 1, "web-0");
    runs("web", 1, 1, "web-1");
    Following following = follow(WEB + "?follow=true");
    await().until(() -> logs.open() == 2);

    following.close();

    await().until(() -> logs.open() == 0 && route.reading() == 0);
  }

  @Test
  void whoDoesNotReadHoldsTheEngineUpAndNotTheMemory() throws Exception {
    int most = 60_000; // Of a kilobyte each: more than the system keeps for a connection.
    String text = "x".repeat(1024);
    runs("web", 0, 1, "web-0");
    try (Following unread = follow(WEB + "?follow=true")) {
      for (int i = 0; i < most; i++) {
        print("web-0", i, text);
      }
      assertThat(unread.next()).isEqualTo(text);
      AtomicLong before = new AtomicLong(-1);
      await()
          .during(Duration.ofSeconds(1))
          .until(() -> before.getAndSet(logs.told()) == logs.told());
      assertThat(logs.told()).isLessThan(most);
    }
    await().until(() -> logs.open() == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tail=-1         | tail     | must be a whole number, from 0 to 10000, not \"-1\"",
        "tail=10001      | tail     | must be a whole number, from 0 to 10000, not \"10001\"",
        "revision=0      | revision | must be a whole number, 1 or more, not \"0\"",
        "follow=yes      | follow   | must be true or false, not \"yes\"",
        "since=yesterday | since    | must be a time such as 2026-01-02T03:04:05Z, not \"yesterday\"",
        "host=h2         | host     | this is the agent of h1, not of \"h2\"",
        "tail=1&tail=2   | tail     | is given more than once",
      })
  void aParameterThatIsWrongIsNamed(String query, String field, String why) throws Exception {
    HttpResponse<String> answer = get(WEB + "?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    Problem problem = Json.mapper().readValue(answer.body(), Problem.class);
    assertThat(problem.code()).isEqualTo("invalid_request");
    assertThat(problem.faults()).singleElement().hasToString(field + ": " + why);
  }

  @Test
  void aParameterThatIsNotKnownIsRefusedWithThoseThatAre() throws Exception {
    assertThat(get(WEB + "?moon=full").body()).contains("known are follow, host, revision, since");
  }

  @Test
  void whileTheEngineDoesNotAnswerThatIsSaid() throws Exception {
    engine = new HostStatus.Engine(false, "", "the engine cannot be reached", 0, 0);

    HttpResponse<String> answer = get(WEB);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("not_ready", "the engine cannot be reached");
  }

  @Test
  void noMoreThanSixtyFourReadAtOnce() throws Exception {
    runs("web", 0, 1, "web-0");
    List<Following> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        readers.add(follow(WEB + "?follow=true"));
      }
      HttpResponse<String> answer = get(WEB);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("busy", "64 read logs of this host already");
    } finally {
      for (Following reader : readers) {
        reader.close();
      }
    }
    await().until(() -> get(WEB).statusCode() == 200);
  }

  private HostStatus status() {
    return new HostStatus(
        1,
        "berth",
        "h1",
        "127.0.0.1",
        Map.of(),
        "1",
        "",
        engine,
        statuses,
        List.of(),
        List.of(),
        List.of());
  }

  private void runs(String service, int replica, long revision, String name) {
    statuses.add(container(service, replica, revision, name, START));
  }

  private static Status container(
      String service, int replica, long revision, String name, Instant startedAt) {
    return new Status(
        "default",
        service,
        replica,
        "h1",
        name,
        "0123456789ab",
        revision,
        "0123456789abcdef",
        true,
        "web@sha256:00",
        InstanceState.RUNNING,
        Health.PASSING,
        true,
        null,
        0,
        null,
        "",
        "127.0.0.1",
        List.of(),
        0,
        0,
        START,
        startedAt);
  }

  private void print(String name, int second, String text) {
    logs.print(name, START.plusSeconds(second), LogLine.STDOUT, text);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private List<String> texts(String path) throws Exception {
    return lines(get(path).body()).stream().map(LogLine::line).toList();
  }

  private static List<LogLine> lines(String body) throws IOException {
    List<LogLine> lines = new ArrayList<>();
    for (String line : body.lines().toList()) {
      lines.add(Json.mapper().readValue(line, LogLine.class));
    }
    return lines;
  }

  private Following follow(String path) throws IOException {
    return new Following(port, path);
  }

  /** An asker that reads only what it is told to. */
  private static final class Following implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Following(int port, String path) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket
          .getOutputStream()
          .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 512);
      assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
    }

    /** The text of the next line. */
    String next() throws IOException {
      String line = in.readLine();
      while (!line.startsWith("{")) {
        line = in.readLine();
      }
      return Json.mapper().readValue(line, LogLine.class).line();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
