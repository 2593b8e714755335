package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.api.Health;
import io.berth.api.Json;
import io.berth.api.LogLine;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
@Timeout(60)
class LogHttpTest {
  private final Running server;
  private final Calls calls;
  private String service;
  private String host1;
  private String host2;
  private StubAgent agent1;
  private StubAgent agent2;

  LogHttpTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  @BeforeEach
  void hosts() {
    service = server.fresh("logs");
    host1 = server.fresh("host");
    host2 = server.fresh("host");
    agent1 = new StubAgent(host1);
    agent2 = new StubAgent(host2);
    calls.call("putService", "default", service).json("{\"settings\":{}}").send();
    runsOn(host1, agent1.url());
  }

  @AfterEach
  void close() {
    agent1.close();
    agent2.close();
  }

  @Test
  void theLinesOfAllHostsComeInTheOrderOfTheirTimes() {
    runsOn(host2, agent2.url());
    agent1.past("web-0", 1, "one").past("web-0", 4, "four");
    agent2.past("web-1", 2, "two").past("web-1", 3, "three");

    List<LogLine> lines = lines(read().send().hasStatus(200).text());

    assertThat(lines)
        .containsExactly(
            agent1.line("web-0", 1, "one"),
            agent2.line("web-1", 2, "two"),
            agent2.line("web-1", 3, "three"),
            agent1.line("web-0", 4, "four"));
  }

  @Test
  void theAgentIsAskedForWhatTheReaderWantsAndForItsOwnHost() {
    read()
        .query("revision", 3)
        .query("tail", 7)
        .query("since", "2026-01-01T12:00:00Z")
        .query("host", host1)
        .send()
        .hasStatus(200);

    assertThat(agent1.asked())
        .containsExactly(
            "/logs/default/"
                + service
                + "?host="
                + host1
                + "&tail=7&follow=false&revision=3&since=2026-01-01T12:00:00Z");
  }

  @Test
  void onlyTheHostThatIsWantedIsAsked() {
    runsOn(host2, agent2.url());
    agent2.past("web-1", 1, "one");

    assertThat(texts(read().query("host", host2).send().text())).containsExactly("one");
    assertThat(agent1.asked()).isEmpty();
  }

  @Test
  void aServiceOrHostThatNobodyKnowsIsNotFound() {
    calls
        .call("readLogs", "default", server.fresh("nobody"))
        .send()
        .hasStatus(404)
        .problem("not_found");
    read().query("host", server.fresh("nohost")).send().hasStatus(404).problem("not_found");
  }

  @Test
  void aParameterThatIsWrongIsNamed() {
    for (String wrong : List.of("tail=10001", "revision=0", "follow=yes", "since=now", "host=A")) {
      String[] parts = wrong.split("=", 2);
      assertThat(
              read()
                  .query(parts[0], parts[1])
                  .send()
                  .hasStatus(400)
                  .problem("invalid_request")
                  .faults())
          .extracting("path")
          .containsExactly(parts[0]);
    }
  }

  @Test
  void aHostWhoseAgentCannotBeReachedIsSaidAndTheLinesOfOthersCome() {
    agent2.close();
    runsOn(host2, agent2.url());
    agent1.past("web-0", 1, "one");

    List<LogLine> lines = lines(read().send().hasStatus(200).text());

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).line()).isEqualTo("one");
    assertThat(lines.get(1).host()).isEqualTo(host2);
    assertThat(lines.get(1).stream()).isEqualTo(LogLine.BERTH);
    assertThat(lines.get(1).line())
        .isEqualTo(
            "the agent at "
                + agent2.url()
                + " cannot be reached: connection refused; start it with --listen and an address"
                + " that the servers reach");
  }

  @Test
  void anAgentThatRefusesSaysWhy() {
    agent1.refuses("host: this is the agent of h2, not of h1");

    assertThat(texts(read().send().text()))
        .containsExactly(
            "the agent at " + agent1.url() + " refuses: host: this is the agent of h2, not of h1");
  }

  @Test
  void noAddressIsDialledThatIsMoreThanAnAddress() {
    runsOn(host1, "");
    assertThat(texts(read().send().text()))
        .containsExactly("the agent of " + host1 + " does not say where it is reached");

    for (String url : List.of(agent1.url() + "/admin?x=", "https://127.0.0.1:1", "nonsense %")) {
      runsOn(host1, url);
      assertThat(texts(read().send().text()))
          .singleElement()
          .asString()
          .contains("is reached at no such address as");
    }
    assertThat(agent1.asked()).isEmpty();
  }

  @Test
  void whoFollowsHearsWhatIsPrintedAndHostsThatJoinIn() {
    agent1.past("web-0", 1, "one");
    try (RawHttp raw = follow()) {
      assertThat(next(raw).line()).isEqualTo("one");
      agent1.prints("web-0", 2, "two");
      assertThat(next(raw).line()).isEqualTo("two");

      agent2.past("web-1", 3, "three");
      runsOn(host2, agent2.url());

      assertThat(next(raw).line()).isEqualTo("three");
    }
  }

  @Test
  void anAgentThatComesBackIsReadOnWithoutALineTwice() {
    agent1.past("web-0", 1, "one").past("web-1", 2, "two");
    try (RawHttp raw = follow()) {
      assertThat(next(raw).line()).isEqualTo("one");
      assertThat(next(raw).line()).isEqualTo("two");

      agent1.breaksOff();
      await().until(() -> agent1.asked().size() == 2);
      agent1.prints("web-0", 3, "three");

      assertThat(next(raw).line()).isEqualTo("three");
      assertThat(agent1.asked().get(1)).contains("&since=2026-01-01T12:00:01Z");
    }
  }

  @Test
  void anAgentThatIsAskedAgainInVainIsComplainedOfOnce() {
    runsOn(host2, agent2.url());
    agent1.past("web-0", 1, "one");
    try (RawHttp raw = follow()) {
      assertThat(next(raw).line()).isEqualTo("one");
      await().until(() -> agent2.readers() == 1);
      agent2.refuses("it is too busy").breaksOff();

      LogLine said = next(raw);
      assertThat(said.host()).isEqualTo(host2);
      assertThat(said.line()).endsWith(" refuses: it is too busy");
      await().until(() -> agent2.asked().size() >= 4);
      agent1.prints("web-0", 2, "two");

      assertThat(next(raw).line()).isEqualTo("two");
    }
  }

  @Test
  void whoGoesAwayEndsTheReadingOfTheAgents() {
    agent1.past("web-0", 1, "one");
    try (RawHttp raw = follow()) {
      assertThat(next(raw).line()).isEqualTo("one");
      assertThat(agent1.readers()).isOne();
    }
    await().until(() -> agent1.readers() == 0);
  }

  @Test
  void whoDoesNotReadHoldsTheAgentUpAndNotTheMemory() {
    int most = 60_000; // Of a kilobyte each: more than the system keeps for two connections.
    try (RawHttp raw = follow()) {
      for (int i = 0; i < most; i++) {
        agent1.prints("web-0", i, "x".repeat(1024));
      }
      assertThat(next(raw).line()).startsWith("xxx");
      AtomicLong before = new AtomicLong(-1);
      await()
          .atMost(Duration.ofSeconds(20))
          .during(Duration.ofSeconds(1))
          .until(() -> before.getAndSet(agent1.written()) == agent1.written());
      assertThat(agent1.written()).isLessThan(most);
    }
    await().until(() -> agent1.readers() == 0);
  }

  @Test
  void aServerThatStopsEndsTheStreamCleanly() throws Exception {
    agent1.past("web-0", 1, "one");
    CompletableFuture<HttpResponse<String>> whole;
    try (Front front = new Front(server, List.of())) {
      URI uri =
          URI.create(
              front.url() + "/v1/namespaces/default/services/" + service + "/logs?follow=true");
      whole =
          HttpClient.newHttpClient()
              .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      await().until(() -> agent1.readers() == 1);
    }

    assertThat(whole.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    await().until(() -> agent1.readers() == 0);
  }

  private Calls.Call read() {
    return calls.call("readLogs", "default", service);
  }

  private void runsOn(String host, String agent) {
    calls
        .call("putHostStatus", host)
        .body(Reports.host(host, Reports.status(service, host, Health.PASSING, 1)).reachedAt(agent))
        .send()
        .hasStatus(204);
  }

  private RawHttp follow() {
    RawHttp raw = new RawHttp(server);
    raw.write(
        "GET /v1/namespaces/default/services/"
            + service
            + "/logs?follow=true HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(raw.head()).startsWith("HTTP/1.1 200 OK").contains("application/x-ndjson");
    return raw;
  }

  private static LogLine next(RawHttp raw) {
    String line = raw.line();
    while (!line.startsWith("{")) {
      line = raw.line();
    }
    return parse(line);
  }

  private static List<String> texts(String body) {
    return lines(body).stream().map(LogLine::line).toList();
  }

  private static List<LogLine> lines(String body) {
    return body.lines().map(LogHttpTest::parse).toList();
  }

  private static LogLine parse(String line) {
    try {
      return Json.mapper().readValue(line, LogLine.class);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
