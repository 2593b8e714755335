package io.berth.cli.command;

import static io.berth.cli.fixture.Samples.failed;
import static io.berth.cli.fixture.Samples.kept;
import static io.berth.cli.fixture.Samples.rollout;
import static io.berth.cli.fixture.Samples.status;
import static io.berth.cli.fixture.Samples.step;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Applied;
import io.berth.api.ChangeKind;
import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.Page;
import io.berth.api.ProblemCode;
import io.berth.api.Rollout;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.StepState;
import io.berth.cli.Shell;
import io.berth.cli.Shell.Ran;
import io.berth.cli.fixture.StubServer;
import io.berth.cli.fixture.StubServer.Asked;
import io.berth.cli.fixture.StubServer.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritingTest {
  private static final String ROLLOUT = "GET /v1/rollouts/default.web.4";

  private final StubServer server = new StubServer();
  private final Shell shell = new Shell(server.url()).piping("web: {}");

  private final Rollout updating =
      update(
          RolloutState.UPDATING,
          "",
          List.of(step("replace", StepState.RUNNING, "0 of 1 replica replaced", 1, -1)),
          status(0, 4, InstanceState.RUNNING, Health.STARTING, 0, null));
  private final Rollout succeeded =
      update(
          RolloutState.SUCCEEDED,
          "",
          List.of(step("replace", StepState.DONE, "1 of 1 replica replaced", 1, 3)),
          status(0, 4, InstanceState.RUNNING, Health.PASSING, 0, null));
  private final Rollout failure =
      rollout(
          3,
          4,
          RolloutKind.UPDATE,
          RolloutState.FAILED,
          "web-0 exited with 7",
          5,
          List.of(step("judge", StepState.FAILED, "web-0 exited with 7", 1, 3)),
          status(0, 4, InstanceState.EXITED, Health.FAILING, 3, failed()));

  @BeforeEach
  void applied() {
    server.on(
        "POST /v1/namespaces/default/apply",
        new Applied(
            "default",
            false,
            List.of(
                new Applied.Change(
                    "web", ChangeKind.UPDATED, 4, "default.web.4", List.of(), List.of()))));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aRolloutIsFollowedToItsEndLineByLine() {
    server.on(ROLLOUT, states(updating, succeeded));

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            """
            web   updated   revision 4   rollout default.web.4
            web  revision 3 → 4  updating  1m05s
            web 4: ● replace: 0 of 1 replica replaced
            web 4: web-0-r4-ab12cd on h1: running, starting
            web 4: ✓ replace: 1 of 1 replica replaced (2.0s)
            web 4: web-0-r4-ab12cd on h1: running, passing
            ✓ web: revision 4 holds (12s)
            """);
    assertThat(server.last().headers())
        .containsEntry("if-none-match", "\"0\"")
        .containsKey("prefer");
  }

  @Test
  void theRemovalOfTheOldImageIsSeenToo() {
    Rollout pruning =
        update(RolloutState.SUCCEEDED, "", List.of(step("prune", StepState.RUNNING, "", 10, -1)));
    Rollout pruned =
        update(
            RolloutState.SUCCEEDED,
            "",
            List.of(step("prune", StepState.DONE, "web:v1 was removed", 10, 12)));
    server.on(ROLLOUT, states(pruning, pruned));

    assertThat(shell.run("apply", "-f", "-", "--wait").out())
        .endsWith(
            """
            web 4: ✓ prune: web:v1 was removed (2.0s)
            ✓ web: revision 4 holds (12s)
            """);
  }

  @Test
  void aFailureIsFollowedThroughItsRollbackAndExplainedLast() {
    server.on(ROLLOUT, states(failure));
    server.on(
        "GET /v1/rollouts/default.web.5",
        states(rollout(3, 5, RolloutKind.ROLLBACK, RolloutState.SUCCEEDED, "", 0, List.of())));
    String records = "GET /v1/namespaces/default/services/web/records";
    server.on(records, new Page<>(List.of(kept()), null));
    server.on(records + "/web-0-r4-ab12cd-1", kept("starting", "panic: no database"));

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out())
        .endsWith(
            """
            ✗ web: revision 4 failed: web-0 exited with 7
              revision 3 is being put back, as revision 5
            web  revision 5 (rollback)  succeeded  12s
            ✓ web: revision 5 holds (12s)
            ✗ web: revision 3 is back, as revision 5, because revision 4 failed: web-0 exited with 7
              last probe  status 503 from http://172.17.0.3:80/up
                          answered 503
              container   web-0-r4-ab12cd-1 on h1, exit code 7, 3 restarts
              its last words:
                │ starting
                │ panic: no database
              more: berth records web web-0-r4-ab12cd-1
            """);
  }

  @Test
  void aRollbackThatFailsTooIsPausedAndSaysSo() {
    server.on(ROLLOUT, states(failure));
    server.on(
        "GET /v1/rollouts/default.web.5",
        states(
            rollout(
                3,
                5,
                RolloutKind.ROLLBACK,
                RolloutState.PAUSED,
                "the rollback failed: no host",
                0,
                List.of())));

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out())
        .endsWith(
            """
            ✗ web: revision 5 is paused: the rollback failed: no host
              why revision 4 failed:
              last probe  status 503 from http://172.17.0.3:80/up
                          answered 503
            """);
  }

  @Test
  void oneThatIsSupersededEndsTheWait() {
    server.on(
        ROLLOUT,
        states(rollout(3, 4, RolloutKind.UPDATE, RolloutState.SUPERSEDED, "", 6, List.of())));

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).endsWith("– web: revision 4 was superseded by revision 6\n");
  }

  @Test
  void aRolloutThatTakesTooLongIsLeftToItself() {
    server.on(ROLLOUT, states(updating));

    Ran ran = shell.run("apply", "-f", "-", "--wait", "--timeout", "300ms");

    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.out())
        .endsWith(
            "✗ default.web.4 had not ended after 300ms; it goes on: berth rollout status"
                + " default.web.4 --watch\n");
  }

  @Test
  void aServerThatGoesAwayMeanwhileIsWaitedFor() {
    Deque<Reply> replies =
        new ArrayDeque<>(
            List.of(
                StubServer.problem(ProblemCode.NOT_READY, "the server is starting"),
                StubServer.reply(200, "\"1\"", succeeded)));
    server.on(ROLLOUT, request -> replies.poll());

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("the server is starting; still trying\n");
  }

  @Test
  void anUnchangedServiceIsWaitedForWhereItsRolloutIsStillKnown() {
    server.on(
        "POST /v1/namespaces/default/apply",
        new Applied(
            "default",
            false,
            List.of(
                new Applied.Change("web", ChangeKind.UNCHANGED, 4, null, List.of(), List.of()),
                new Applied.Change("old", ChangeKind.UNCHANGED, 1, null, List.of(), List.of()))));
    server.on(ROLLOUT, states(updating, succeeded));

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).endsWith("✓ web: revision 4 holds (12s)\n");
  }

  @Test
  void withJsonTheProgressGoesBesideTheAnswer() {
    server.on(ROLLOUT, states(succeeded));

    Ran ran = shell.run("apply", "-f", "-", "--wait", "-o", "json");

    assertThat(ran.out()).startsWith("{").doesNotContain("holds");
    assertThat(ran.err()).contains("✓ web: revision 4 holds");
  }

  @Test
  void manyRolloutsAreAllFollowed() {
    List<Applied.Change> changes =
        java.util.stream.IntStream.range(0, 30)
            .mapToObj(
                i -> {
                  String id = "default.web" + i + ".4";
                  server.on("GET /v1/rollouts/" + id, states(updating, succeeded));
                  return new Applied.Change(
                      "web" + i, ChangeKind.UPDATED, 4, id, List.of(), List.of());
                })
            .toList();
    server.on("POST /v1/namespaces/default/apply", new Applied("default", false, changes));

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines().filter(line -> line.startsWith("✓"))).hasSize(30);
  }

  /** Each state once, under its own tag; the last for ever. Answers no watch that holds it. */
  private static Function<Asked, Reply> states(Rollout... states) {
    return request -> {
      String held = request.headers().getOrDefault("if-none-match", "\"-1\"");
      int next = Integer.parseInt(held.replace("\"", "")) + 1;
      return next < states.length
          ? StubServer.reply(200, "\"" + next + "\"", states[next])
          : new Reply(304, held, "");
    };
  }
}
