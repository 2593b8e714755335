package io.berth.cli.command;

import static io.berth.cli.fixture.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Applied;
import io.berth.api.ChangeKind;
import io.berth.api.Difference;
import io.berth.api.Fault;
import io.berth.api.Json;
import io.berth.api.Problem;
import io.berth.api.ProblemCode;
import io.berth.cli.Shell;
import io.berth.cli.Shell.Ran;
import io.berth.cli.fixture.StubServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplyCommandTest {
  private static final String APPLY = "POST /v1/namespaces/default/apply";

  private final StubServer server = new StubServer();
  private final Shell shell = new Shell(server.url());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void eachServiceSaysWhatBecameOfIt() {
    server.on(
        APPLY,
        applied(
            false,
            new Applied.Change("web", ChangeKind.UPDATED, 4, "default.web.4", List.of(), List.of()),
            new Applied.Change("db", ChangeKind.UNCHANGED, 2, null, List.of(), List.of())));

    Ran ran = shell.piping("web: {image: web:v2}\ndb: {image: db:v1}").run("apply", "-f", "-");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                """
                web   updated     revision 4   rollout default.web.4
                db    unchanged   revision 2
                """,
                ""));
    assertThat(json(server.last().body()))
        .isEqualTo(json("{\"web\":{\"image\":\"web:v2\"},\"db\":{\"image\":\"db:v1\"}}"));
    assertThat(server.last().headers())
        .containsKey("idempotency-key")
        .containsEntry("berth-author", "ann")
        .containsEntry("content-type", "application/json");
  }

  @Test
  void theMessageAndTheNamespaceGoAlong() {
    server.on("POST /v1/namespaces/shop/apply", applied(false));

    shell.piping("web: {}").run("-n", "shop", "apply", "-f", "-", "-m", "v2 & more");

    assertThat(server.last().target())
        .isEqualTo("/v1/namespaces/shop/apply?message=v2%20%26%20more");
  }

  @Test
  void aDryRunShowsWhatWouldChange() {
    server.on(
        APPLY,
        applied(
            true,
            new Applied.Change(
                "web",
                ChangeKind.UPDATED,
                4,
                null,
                List.of(new Difference("image", json("\"web:v1\""), json("\"web:v2\""))),
                List.of("canary has no effect yet"))));

    Ran ran = shell.piping("web: {image: web:v2}").run("apply", "--dry-run", "-f", "-");

    assertThat(ran.out())
        .isEqualTo(
            """
            web   updated   revision 3 → 4
              ~ image: "web:v1" → "web:v2"
            dry run: nothing was written
            """);
    assertThat(ran.err()).isEqualTo("warning: web: canary has no effect yet\n");
    assertThat(server.last().target()).endsWith("?dry_run=true");
  }

  @Test
  void everyFaultIsALine() {
    Problem problem =
        new Problem(
            "about:blank",
            "Invalid spec",
            422,
            "invalid_spec",
            "2 faults",
            List.of(
                new Fault("web.deploy.replicas", "must be 1 to 1000, not -1"),
                new Fault("web.prots", "unknown key")));
    server.on(APPLY, it -> StubServer.reply(422, "", problem));

    assertThat(shell.piping("web: {}").run("apply", "-f", "-"))
        .isEqualTo(
            new Ran(
                1,
                "",
                """
                berth: web.deploy.replicas: must be 1 to 1000, not -1
                berth: web.prots: unknown key
                """));
  }

  @Test
  void aFileThatCannotBeReadIsNotSent() {
    Ran ran = shell.piping("{\"web\": }").run("apply", "-f", "-");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).startsWith("berth: standard input:1:").hasLineCount(1);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aWrongTimeoutIsSaidBeforeAnythingIsSent() {
    Ran ran = shell.piping("web: {}").run("apply", "-f", "-", "--wait", "--timeout", "soon");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).startsWith("berth: --timeout: must be a duration");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void jsonIsTheAnswerOfTheApi() throws Exception {
    Applied answer =
        applied(
            false,
            new Applied.Change(
                "web", ChangeKind.CREATED, 1, "default.web.1", List.of(), List.of()));
    server.on(APPLY, answer);

    Ran ran = shell.piping("web: {}").run("apply", "-f", "-", "-o", "json");

    assertThat(json(ran.out()).toString()).isEqualTo(Json.mapper().writeValueAsString(answer));
  }

  @Test
  void aRefusalIsSaidInTheServersWords() {
    server.on(APPLY, it -> StubServer.problem(ProblemCode.BODY_TOO_LARGE, "at most 1 MiB"));

    assertThat(shell.piping("web: {}").run("apply", "-f", "-").err())
        .isEqualTo("berth: at most 1 MiB\n");
  }

  private static Applied applied(boolean dryRun, Applied.Change... changes) {
    return new Applied("default", dryRun, List.of(changes));
  }
}
