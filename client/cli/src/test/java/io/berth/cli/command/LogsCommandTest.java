package io.berth.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.ProblemCode;
import io.berth.cli.Shell;
import io.berth.cli.Shell.Ran;
import io.berth.cli.fixture.StubServer;
import io.berth.cli.fixture.StubServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogsCommandTest {
  private static final String LOGS = "GET /v1/namespaces/default/services/web/logs";
  private static final String LINES =
      """
      {"host":"h1","instance":"web-0-r3-ab12cd","replica":0,"revision":3,"time":"2026-01-02T03:04:00Z","stream":"stdout","line":"listening"}

      {"host":"host-2","instance":"web-1-r4-cd34ef","replica":1,"revision":4,"time":"2026-01-02T03:04:01Z","stream":"stderr","line":"  \\u001b[31moh\\u001b[0m\\u0007 no"}
      {"host":"h1","instance":"web-0-r3-ab12cd","replica":0,"revision":3,"time":"2026-01-02T03:04:02Z","stream":"stdout","line":""}
      {"host":"h3","instance":"","replica":0,"revision":0,"time":"2026-01-02T03:04:03Z","stream":"berth","line":"the agent at http://10.0.0.3:7401 cannot be reached"}
      """;

  private final StubServer server = new StubServer();
  private final Shell shell = new Shell(server.url());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void eachLineFollowsTheOneThatPrintedItAndWhatIsMissingIsSaidBeside() {
    server.on(LOGS, LINES);

    assertThat(shell.run("logs", "web"))
        .isEqualTo(
            new Ran(
                0,
                """
                web-0@h1 r3 | listening
                web-1@host-2 r4 |   oh no
                web-0@h1 r3     |
                """,
                "berth: h3: the agent at http://10.0.0.3:7401 cannot be reached\n"));
    assertThat(server.last().target()).endsWith("/services/web/logs?tail=100");
  }

  @Test
  void withJsonTheLinesAreAsTheyCame() {
    server.on(LOGS, LINES);

    Ran ran = shell.run("logs", "web", "-o", "json");

    assertThat(ran.out().lines())
        .containsExactlyElementsOf(LINES.replace("\n\n", "\n").lines().toList());
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void whatIsWantedIsAskedForInTheNamespace() {
    server.on("GET /v1/namespaces/shop/services/web/logs", it -> new Reply(200, "", "\n"));

    Ran ran = shell.run("logs", "web", "-n", "shop", "--tail", "5", "-r", "3", "--host", "h1");

    assertThat(ran).isEqualTo(new Ran(0, "", ""));
    assertThat(server.last().target())
        .isEqualTo("/v1/namespaces/shop/services/web/logs?revision=3&host=h1&tail=5");
  }

  @Test
  void aServiceThatIsNotKnownIsSaidInOneLine() {
    server.on(
        LOGS, it -> StubServer.problem(ProblemCode.NOT_FOUND, "there never was a service web"));

    Ran said = new Ran(1, "", "berth: there never was a service web\n");
    assertThat(shell.run("logs", "web")).isEqualTo(said);
    assertThat(shell.run("logs", "web", "-f")).isEqualTo(said);
  }
}
