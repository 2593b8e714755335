package io.berth.cli.view;

import static io.berth.cli.fixture.Samples.at;
import static io.berth.cli.fixture.Samples.canary;
import static io.berth.cli.fixture.Samples.failed;
import static io.berth.cli.fixture.Samples.passed;
import static io.berth.cli.fixture.Samples.status;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.api.Status;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostGridTest {
  @Test
  void onSeveralHostsEveryReplicaHasAMarkAndWhatIsNotWellALine() {
    Rollout rollout =
        update(
            RolloutState.UPDATING,
            "",
            List.of(),
            well("h1", 0, 4),
            well("h2", 1, 3),
            status("h2", 1, 4, InstanceState.RUNNING, Health.FAILING, 1, failed()),
            well("h3", 2, 3));

    assertThat(String.join("\n", Progress.lines(rollout, at(13), 10, Style.PLAIN)))
        .isEqualTo(
            """
            web  revision 3 → 4  updating  13s

              HOST   REVISION 4   REVISION 3
              h1     0✓           -
              h2     1✗           1✓
              h3     -            2✓

              REPLICA   HOST   REVISION   INSTANCE          STATE     HEALTH    RESTARTS   PROBE
              1         h2     4          web-1-r4-ab12cd   running   failing   1          answered 503 http://172.17.0.3:80/up""");
  }

  @Test
  void whereTheRequestsAreDividedARevisionsColumnSaysItsShare() {
    Status[] now = {well("h1", 0, 3), well("h2", 1, 3), well("h3", 2, 4)};

    assertThat(header(RolloutState.UPDATING, now))
        .isEqualTo("HOST   REVISION 4 (10 %)   REVISION 3");
    assertThat(header(RolloutState.FAILED, now))
        .as("once it has ended")
        .isEqualTo("HOST   REVISION 4   REVISION 3");
  }

  @Test
  void whereThereIsLittleRoomTheHostsThatNeedAttentionAreShown() {
    Rollout rollout =
        update(
            RolloutState.UPDATING,
            "",
            List.of(),
            IntStream.rangeClosed(1, 9)
                .mapToObj(
                    host ->
                        host == 7
                            ? status(
                                "h7", 6, 4, InstanceState.RUNNING, Health.STARTING, 0, passed())
                            : well("h" + host, host - 1, 4))
                .toArray(Status[]::new));

    assertThat(new HostGrid(rollout, Style.PLAIN).lines(3))
        .containsExactly(
            "HOST   REVISION 4", "h1     0✓", "h2     1✓", "h7     6●", "… and 6 hosts more");
  }

  @Test
  void aHostWithManyReplicasSaysHowManyAreNotShown() {
    Rollout rollout =
        update(
            RolloutState.UPDATING,
            "",
            List.of(),
            IntStream.range(0, 14).mapToObj(it -> well("h1", it, 4)).toArray(Status[]::new));

    assertThat(new HostGrid(rollout, Style.PLAIN).lines(3).get(1)).endsWith("10✓ 11✓ +2");
  }

  private static String header(RolloutState state, Status... now) {
    Rollout rollout = canary(Map.of(4L, 10), update(state, "", List.of(), now));
    return new HostGrid(rollout, Style.PLAIN).lines(3).get(0);
  }

  private static Status well(String host, int replica, long revision) {
    return status(host, replica, revision, InstanceState.RUNNING, Health.PASSING, 0, passed());
  }
}
