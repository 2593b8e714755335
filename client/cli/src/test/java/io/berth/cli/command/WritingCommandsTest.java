package io.berth.cli.command;

import static io.berth.cli.fixture.Samples.START;
import static io.berth.cli.fixture.Samples.json;
import static io.berth.cli.fixture.Samples.revision;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.api.Json;
import io.berth.api.Problem;
import io.berth.api.ProblemCode;
import io.berth.api.RolloutState;
import io.berth.cli.Shell;
import io.berth.cli.Shell.Ran;
import io.berth.cli.fixture.StubServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritingCommandsTest {
  private static final String WEB = "/v1/namespaces/default/services/web";
  private static final String ROLLOUT = "/v1/rollouts/default.web.4";

  private final StubServer server = new StubServer();
  private final Shell shell = new Shell(server.url());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void rollbackPutsTheRevisionThatIsNamedBack() {
    server.on(
        "POST " + WEB + "/rollback",
        it -> StubServer.reply(201, "\"5\"", revision(5, "rollback to revision 2", "{}")));

    Ran ran = shell.run("rollback", "web", "--to", "2", "-m", "v3 is slow");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                """
                web   rolled back   revision 5   rollout default.web.5
                  rollback to revision 2
                """,
                ""));
    assertThat(json(server.last().body())).isEqualTo(json("{\"to\":2,\"message\":\"v3 is slow\"}"));
  }

  @Test
  void rollbackToWhatRunsAlreadyIsUnchanged() {
    server.on(
        "POST " + WEB + "/rollback",
        it -> StubServer.reply(200, "\"4\"", revision(4, "ship v2", "{}")));

    assertThat(shell.run("rollback", "web").out())
        .isEqualTo("web   unchanged   revision 4   rollout default.web.4\n");
  }

  @Test
  void rollbackToARevisionThatNeverWasIsRefused() {
    server.on(
        "POST " + WEB + "/rollback",
        it -> StubServer.problem(ProblemCode.REVISION_NOT_FOUND, "web has no revision 99"));

    assertThat(shell.run("rollback", "web", "--to", "99"))
        .isEqualTo(new Ran(1, "", "berth: web has no revision 99\n"));
  }

  @Test
  void pauseIsAskedForAndSaidOnceItIsDone() {
    ObjectNode asked = Json.mapper().valueToTree(update(RolloutState.UPDATING, "", List.of()));
    asked.putObject("asked").put("action", "pause").put("by", "ann").put("at", START.toString());
    server.on("POST " + ROLLOUT + "/pause", it -> StubServer.reply(202, "", asked));
    server.on("GET " + ROLLOUT, update(RolloutState.PAUSED, "paused by ann", List.of()));

    assertThat(shell.run("rollout", "pause", "default.web.4", "-m", "look"))
        .isEqualTo(new Ran(0, "✓ web: revision 4 is paused: paused by ann\n", ""));
    assertThat(server.asked().get(0).target()).endsWith("/pause?message=look");
  }

  @Test
  void whatCannotBeAskedIsRefusedWithTheState() {
    server.on(
        "POST " + ROLLOUT + "/promote",
        it ->
            StubServer.problem(
                ProblemCode.CONFLICT, "default.web.4: it has ended: it is succeeded"));

    assertThat(shell.run("rollout", "promote", "default.web.4"))
        .isEqualTo(new Ran(1, "", "berth: default.web.4: it has ended: it is succeeded\n"));
  }

  @Test
  void deleteAsksAndDeletesWhatWasAgreedTo() {
    server.on("GET " + WEB, it -> StubServer.reply(200, "\"4\"", revision(4, "", "{}")));
    server.on("DELETE " + WEB, revision(5, "", null));

    Ran ran = shell.typing("y\n").run("delete", "web");

    assertThat(ran.err())
        .isEqualTo("Delete default/web (revision 4) and stop its containers? [y/N] ");
    assertThat(ran.out()).isEqualTo("web   deleted   revision 5\n");
    assertThat(server.last().headers())
        .containsEntry("if-match", "\"4\"")
        .containsKey("idempotency-key");
  }

  @Test
  void deleteLeavesItWhenTheAnswerIsNotYes() {
    server.on("GET " + WEB, revision(4, "", "{}"));

    Ran ran = shell.typing("\n").run("delete", "web");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void deleteWithoutAPersonWantsYes() {
    server.on("GET " + WEB, revision(4, "", "{}"));
    server.on("DELETE " + WEB, revision(5, "", null));

    assertThat(shell.run("delete", "web").err())
        .isEqualTo("berth: delete asks first, and nobody can answer here; say --yes\n");
    assertThat(shell.run("delete", "web", "--yes").code()).isZero();
  }

  @Test
  void settingsSetChangesSettingsAndNothingElse() {
    server.on(
        "GET " + WEB,
        it ->
            StubServer.reply(
                200,
                "\"4\"",
                revision(4, "", "{\"image\":\"web:v2\",\"x-ratio\":1.10,\"settings\":{\"a\":1}}")));
    server.on("PUT " + WEB, revision(5, "", "{}"));

    Ran ran = shell.run("settings", "set", "web", "b=true", "name=blue", "a-", "-m", "try b");

    assertThat(ran.out()).isEqualTo("web   updated   revision 5   rollout default.web.5\n");
    assertThat(server.last().headers()).containsEntry("if-match", "\"4\"");
    assertThat(server.last().target()).endsWith("?message=try%20b");
    assertThat(json(server.last().body()))
        .isEqualTo(
            json(
                "{\"image\":\"web:v2\",\"x-ratio\":1.10,"
                    + "\"settings\":{\"b\":true,\"name\":\"blue\"}}"));
  }

  @Test
  void settingsThatAreSoAlreadyAreUnchanged() {
    server.on("GET " + WEB, it -> StubServer.reply(200, "\"4\"", revision(4, "old", "{}")));
    server.on("PUT " + WEB, revision(4, "old", "{}"));

    assertThat(shell.run("settings", "set", "web", "b=1").out())
        .isEqualTo("web   unchanged   revision 4   rollout default.web.4\n");
  }

  @Test
  void settingsSetReadsAgainWhenSomebodyElsePutARevision() {
    AtomicLong head = new AtomicLong(4);
    server.on(
        "GET " + WEB,
        it ->
            StubServer.reply(
                200,
                "\"" + head.get() + "\"",
                revision(head.get(), "", "{\"settings\":{\"n\":" + head.get() + "}}")));
    server.on(
        "PUT " + WEB,
        it ->
            it.headers().get("if-match").equals("\"6\"")
                ? StubServer.ok(revision(7, "", "{}"))
                : stale(head.incrementAndGet()));

    assertThat(shell.run("settings", "set", "web", "b=1").code()).isZero();
    assertThat(json(server.last().body())).isEqualTo(json("{\"settings\":{\"n\":6,\"b\":1}}"));
  }

  @Test
  void aStaleRevisionIsSaidWithTheCurrentOne() {
    server.on("GET " + WEB, it -> StubServer.reply(200, "\"4\"", revision(4, "", "{}")));
    server.on("PUT " + WEB, it -> stale(9));

    assertThat(shell.run("settings", "set", "web", "b=1"))
        .isEqualTo(new Ran(1, "", "berth: If-Match does not hold; the current revision is 9\n"));
  }

  @Test
  void whatIsNotASettingIsRefusedBeforeAnythingIsAsked() {
    assertThat(shell.run("settings", "set", "web", "b").err())
        .isEqualTo("berth: \"b\": must be KEY=VALUE, or KEY- to remove it\n");
    assertThat(server.asked()).isEmpty();
  }

  private static StubServer.Reply stale(long current) {
    return StubServer.reply(
        412,
        "",
        new Problem(
            "about:blank",
            "Stale revision",
            412,
            "stale_revision",
            "If-Match does not hold",
            List.of(),
            current,
            null));
  }
}
