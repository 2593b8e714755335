package io.berth.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.api.ProblemCode;
import io.berth.cli.fixture.Samples;
import io.berth.cli.fixture.StubServer;
import io.berth.cli.fixture.StubServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final String NOBODY = "http://127.0.0.1:1";

  private final StubServer server = new StubServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theNextServerIsAskedWhenOneIsAway() {
    server.on("GET /v1/hosts", Samples.json("{\"items\":[]}"));

    assertThat(registry(NOBODY, server.url()).send(Call.get("v1", "hosts")).status())
        .isEqualTo(200);
  }

  @Test
  void aWriteWhoseAnswerWasLostIsSentAgainWithTheSameKey() {
    server.on("POST /v1/x", inTurn(StubServer.gone(), StubServer.gone(), StubServer.ok("{}")));

    registry(server.url()).send(Call.of("POST", "v1", "x").body(Samples.json("{}")));

    assertThat(server.asked()).hasSize(3);
    assertThat(server.asked().stream().map(it -> it.headers().get("idempotency-key")).distinct())
        .hasSize(1)
        .doesNotContainNull();
    assertThat(server.last().headers()).containsEntry("berth-author", "ann");
  }

  @Test
  void anotherWriteHasAnotherKey() {
    server.on("POST /v1/x", Samples.json("{}"));
    Registry registry = registry(server.url());

    registry.send(Call.of("POST", "v1", "x"));
    registry.send(Call.of("POST", "v1", "x"));

    assertThat(server.asked().stream().map(it -> it.headers().get("idempotency-key")).distinct())
        .hasSize(2);
  }

  @Test
  void aServerThatIsNotReadyIsAskedAgain() {
    server.on(
        "GET /v1/hosts",
        inTurn(StubServer.problem(ProblemCode.NOT_READY, "loading"), StubServer.ok("{}")));

    assertThat(registry(server.url()).send(Call.get("v1", "hosts")).status()).isEqualTo(200);
  }

  @Test
  void aRefusalIsBelievedAtOnce() {
    server.on("POST /v1/x", it -> StubServer.problem(ProblemCode.CONFLICT, "it runs already"));

    assertThatThrownBy(() -> registry(server.url(), NOBODY).send(Call.of("POST", "v1", "x")))
        .isInstanceOf(Refused.class)
        .hasMessage("it runs already");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void whenNobodyAnswersItSaysWhereAndHowToChangeThat() {
    assertThatThrownBy(() -> registry(NOBODY).send(Call.get("v1", "hosts")))
        .isInstanceOf(Unreachable.class)
        .hasMessage(
            "no server answers at http://127.0.0.1:1 (connection refused); set --server or"
                + " BERTH_SERVER");
  }

  @Test
  void aWriteThatMayHaveBeenMadeSaysSo() {
    server.on("POST /v1/x", it -> StubServer.gone());

    assertThatThrownBy(() -> registry(server.url()).send(Call.of("POST", "v1", "x")))
        .isInstanceOf(Unreachable.class)
        .hasMessageEndingWith("; the change may have been made all the same");
  }

  @Test
  void somethingElseThatAnswersIsNamed() {
    server.on("GET /v1/hosts", it -> new Reply(200, "", "<html>hello</html>"));

    assertThatThrownBy(() -> registry(server.url()).send(Call.get("v1", "hosts")))
        .hasMessage(server.url() + " answered HTTP 200, not as a registry server would");
  }

  @Test
  void aListIsReadPageByPageAndNumbersStayAsTheyWereWritten() {
    server.on(
        "GET /v1/x",
        it ->
            it.target().contains("cursor=b%2F")
                ? StubServer.ok("{\"items\":[3]}")
                : StubServer.ok("{\"items\":[1.10,2],\"next\":\"b/\"}"));

    assertThat(registry(server.url()).list(Call.get("v1", "x"), 10).json().toString())
        .isEqualTo("{\"items\":[1.10,2,3]}");
    assertThat(server.asked().get(0).target()).isEqualTo("/v1/x?limit=10");
    assertThat(server.asked().get(1).target()).isEqualTo("/v1/x?limit=8&cursor=b%2F");
  }

  @Test
  void aHostileNameStaysInItsSegment() {
    assertThatThrownBy(() -> registry(server.url()).send(Call.get("v1", "../x", "..", "a?b c/ü")))
        .isInstanceOf(Refused.class);
    assertThat(server.last().target()).isEqualTo("/v1/..%2Fx/%2E%2E/a%3Fb%20c%2F%C3%BC");
  }

  @Test
  void aWatchNamesWhatItHoldsAndHowLongItWaits() {
    server.on("GET /v1/x", it -> new Reply(304, "", ""));

    Answer held = new Answer(URI.create(server.url()), 200, "\"7\"", Samples.json("{}"));
    Answer answer = registry(server.url()).watch(Call.get("v1", "x"), held, Duration.ofSeconds(30));

    assertThat(answer.unchanged()).isTrue();
    assertThat(server.last().headers())
        .containsEntry("if-none-match", "\"7\"")
        .containsEntry("prefer", "wait=30");
  }

  private static Registry registry(String... servers) {
    return new Registry(
        Arrays.stream(servers).map(URI::create).toList(), "ann", Duration.ofMillis(300));
  }

  private static Function<StubServer.Asked, Reply> inTurn(Reply... replies) {
    Deque<Reply> left = new ArrayDeque<>(List.of(replies));
    return request -> left.size() == 1 ? left.peek() : left.poll();
  }
}
