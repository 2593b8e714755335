package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Problem;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import io.berth.server.http.Calls.Answered;
import io.berth.server.http.ContractSchemas.Described;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every operation, as it is made in one place. */
@ExtendWith(RunningServer.class)
class EveryOperationTest {
  private static final int MIB = 1 << 20;

  private final Running server;
  private final Calls calls;

  EveryOperationTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  static Stream<String> operations() {
    return Calls.operations().stream().map(Described::id);
  }

  static Stream<String> operationsWithBody() {
    return Calls.operations().stream()
        .filter(operation -> operation.model().containsKey("requestBody"))
        .map(Described::id);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aQueryParameterThatIsNotKnownIsRefused(String operation) {
    Answered answered = call(calls, operation).query("moon", "full").send();

    Problem problem = answered.hasStatus(400).problem("invalid_request");
    assertThat(problem.detail()).startsWith("\"moon\": is not a query parameter here");
  }

  @ParameterizedTest
  @MethodSource("operationsWithBody")
  void aBodyThatIsSaidToBeSomethingElseThanJsonIsRefused(String operation) {
    for (String type :
        new String[] {
          "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"
        }) {
      Answered answered =
          call(calls, operation).body(type, "{}".getBytes(StandardCharsets.UTF_8)).send();

      assertThat(answered.hasStatus(415).problem("unsupported_media_type").detail()).contains(type);
    }
  }

  @ParameterizedTest
  @MethodSource("operationsWithBody")
  void aBodyOverOneMebibyteIsRefused(String operation) {
    byte[] large = " ".repeat(MIB + 1).getBytes(StandardCharsets.UTF_8);

    call(calls, operation)
        .body("application/json", large)
        .send()
        .hasStatus(413)
        .problem("body_too_large");
  }

  @ParameterizedTest
  @MethodSource("operationsWithBody")
  void aBodyThatIsNotJsonIsRefusedWithThePlace(String operation) {
    Answered answered = call(calls, operation).json("{\"image\": \"web:v1\",}").send();

    assertThat(answered.hasStatus(400).problem("not_json").detail()).contains("line 1, column 20");
  }

  @Test
  void aServerThatHasNotLoadedAnswersNothingThatItDoesNotKnow() {
    try (Front front = new Front(server, List.of("it loads"))) {
      Calls early = new Calls(front.url());
      for (Described operation : Calls.operations()) {
        if (operation.path().startsWith("/v1/") && !operation.id().equals("listServers")) {
          Answered answered = call(early, operation.id()).send();
          Problem problem = answered.hasStatus(503).problem("not_ready");
          assertThat(problem.detail()).isEqualTo("it loads");
          assertThat(answered.response().headers().firstValue("retry-after")).hasValue("1");
        }
      }
      assertThat(early.call("getReadiness").send().hasStatus(503).text())
          .isEqualTo("{\"ready\":false,\"reasons\":[\"it loads\"]}");
      early.call("getLiveness").send().hasStatus(200);
      early.call("listServers").send().hasStatus(200);
      early.call("getContract").send().hasStatus(200);
    }
  }

  /** With arguments that are names, if not of anything that is there. */
  private static Calls.Call call(Calls calls, String operation) {
    Described described =
        Calls.operations().stream()
            .filter(each -> each.id().equals(operation))
            .findFirst()
            .orElseThrow();
    List<String> arguments =
        described.path().contains("{rollout}")
            ? List.of("default.nobody.1", "pause")
            : List.of("default", "nobody", "nothing");
    int count = described.path().split("\\{", -1).length - 1;
    return calls.call(operation, arguments.subList(0, count).toArray(String[]::new));
  }
}
