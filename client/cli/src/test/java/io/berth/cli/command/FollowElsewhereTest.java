package io.berth.cli.command;

import static io.berth.cli.fixture.Samples.changedAt;
import static io.berth.cli.fixture.Samples.status;
import static io.berth.cli.fixture.Samples.step;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Applied;
import io.berth.api.ChangeKind;
import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.ProblemCode;
import io.berth.api.Rollout;
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
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server that is watched dies in the midst of a wait. */
class FollowElsewhereTest {
  private static final String ROLLOUT = "GET /v1/rollouts/default.web.4";
  private static final String PICTURE =
      """
      web   updated   revision 4   rollout default.web.4
      web  revision 3 → 4  updating  1m05s
      web 4: ● replace: 0 of 1 replica replaced
      web 4: web-0-r4-ab12cd on h1: running, starting
      web 4: ✓ replace: 1 of 1 replica replaced (2.0s)
      web 4: web-0-r4-ab12cd on h1: running, passing
      ✓ web: revision 4 holds (12s)
      """;

  private final StubServer first = new StubServer();
  private final StubServer second = new StubServer();
  private final Shell shell = new Shell(first.url() + "," + second.url()).piping("web: {}");

  private final Rollout preparing =
      changedAt(
          3,
          update(
              RolloutState.PREPARING, "", List.of(step("prepare", StepState.RUNNING, "", 1, -1))));
  private final Rollout updating =
      changedAt(
          5,
          update(
              RolloutState.UPDATING,
              "",
              List.of(step("replace", StepState.RUNNING, "0 of 1 replica replaced", 1, -1)),
              status(0, 4, InstanceState.RUNNING, Health.STARTING, 0, null)));
  private final Rollout succeeded =
      update(
          RolloutState.SUCCEEDED,
          "",
          List.of(step("replace", StepState.DONE, "1 of 1 replica replaced", 1, 3)),
          status(0, 4, InstanceState.RUNNING, Health.PASSING, 0, null));

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void anotherServerIsWatchedAndThePictureGoesOn() {
    first.on("POST /v1/namespaces/default/apply", applied());
    first.on(ROLLOUT, request -> held(request) ? die(first) : one(updating));
    second.on(ROLLOUT, inTurn(one(updating), one(succeeded)));

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran).isEqualTo(new Ran(0, PICTURE, ""));
  }

  @Test
  void aServerThatIsBehindTakesNothingBack() {
    first.on("POST /v1/namespaces/default/apply", applied());
    first.on(ROLLOUT, request -> held(request) ? die(first) : one(updating));
    second.on(
        ROLLOUT,
        inTurn(
            StubServer.problem(ProblemCode.NOT_FOUND, "there is no such rollout"),
            one(preparing),
            one(succeeded)));

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran).isEqualTo(new Ran(0, PICTURE, ""));
  }

  @Test
  void aRolloutThatNoServerKnowsAnyMoreIsGone() {
    first.on("POST /v1/namespaces/default/apply", applied());
    first.on(ROLLOUT, request -> held(request) ? die(first) : one(updating));

    Ran ran = shell.run("apply", "-f", "-", "--wait");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).endsWith("✗ default.web.4 is no longer there\n");
  }

  private static Applied applied() {
    return new Applied(
        "default",
        false,
        List.of(
            new Applied.Change(
                "web", ChangeKind.UPDATED, 4, "default.web.4", List.of(), List.of())));
  }

  private static boolean held(Asked request) {
    return request.headers().containsKey("if-none-match");
  }

  /** Breaks every connection and refuses new ones, as a process that is killed does. */
  private static Reply die(StubServer server) {
    CountDownLatch never = new CountDownLatch(1);
    new Thread(server::close).start();
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StubServer.gone();
  }

  private static Reply one(Rollout rollout) {
    return StubServer.reply(200, "\"" + rollout.state() + "\"", rollout);
  }

  private static Function<Asked, Reply> inTurn(Reply... replies) {
    Deque<Reply> left = new ArrayDeque<>(List.of(replies));
    return request -> left.size() == 1 ? left.peek() : left.poll();
  }
}
