package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Lookups;
import io.berth.e2e.kit.Registrant;
import io.berth.e2e.kit.Release;
import io.berth.e2e.kit.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two releases in one cluster: this one, and what the next ones will be. */
class UpgradeIT {
  private static final String LEASES =
      "SELECT name FROM lease WHERE ends_at > extract(epoch FROM now()) * 1000";
  private static final Release NOW = Release.current();
  private static Release next;
  private static Release overnext;
  private static Cluster cluster;

  @BeforeAll
  static void open() {
    next = Release.next(1);
    overnext = Release.next(2);
    cluster = Cluster.open("upgrade");
  }

  @AfterEach
  void mend() {
    cluster.servers().forEach(NOW::installAt);
    cluster.mend();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void serversBecomeTheNextReleaseOneByOneAndThisOneAgainWhileAllGoesOn() {
    cluster.server(0).api().put("upgrade", "{}");
    try (Registrant registrant =
            new Registrant(cluster.servers(), "upgrade", "one", Duration.ofSeconds(8));
        Trial trial = Trial.on(cluster, "upgrade");
        Lookups lookups = new Lookups(cluster.servers(), "upgrade", "one", 100)) {
      exchange(next, NOW, trial);
      exchange(NOW, next, trial);
      trial.awaitWrites(20);
      lookups.close();
      trial.conclude(
          Trial.TAIL,
          "3 servers from "
              + NOW.version()
              + " to "
              + next.version()
              + " and back, "
              + lookups.answered()
              + " lookups, failed "
              + lookups.failed().size());
      assertThat(lookups.failed()).isEmpty();
      assertThat(registrant.renewed()).isPositive();
    }
  }

  /** All servers become another release, one by one. */
  private static void exchange(Release to, Release from, Trial trial) {
    Set<String> both = Set.of(from.version(), to.version());
    for (int i = 0; i < cluster.servers().size(); i++) {
      Server server = cluster.server(i);
      assertThat(server.program().stop()).isZero();
      trial.awaitWrites(20);
      to.installAt(server);
      server.program().start();
      cluster.awaitWhole();
      trial.awaitWrites(20);
      boolean last = i == cluster.servers().size() - 1;
      Set<String> expected = last ? Set.of(to.version()) : both;
      for (Server any : cluster.servers()) {
        Awaitility.await("the versions that " + any + " shows")
            .untilAsserted(() -> assertThat(versionsShownBy(any)).isEqualTo(expected));
      }
    }
  }

  private static Set<String> versionsShownBy(Server server) {
    return server.api().servers().stream()
        .map(io.berth.api.Server::version)
        .collect(Collectors.toSet());
  }

  /** What {@code berth servers} says. */
  private static String berthServers(Server server) {
    String berth = Ground.deploy().resolve("bin/berth").toString();
    return Ground.run(
        Map.of("NO_COLOR", "1"), List.of(berth, "--server", server.url().toString(), "servers"));
  }

  @Test
  void aServerTwoReleasesOnIsNotReadySaysWhyAndWritesNothingWhileTheOthersGoOn() {
    try (Trial trial = Trial.on(cluster, "stranger")) {
      Server stranger = cluster.server(2);
      assertThat(stranger.program().stop()).isZero();
      trial.use(cluster.server(0), cluster.server(1));
      overnext.installAt(stranger);
      stranger.program().launch();

      Awaitility.await("the reason of " + stranger)
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(stranger.health())
                      .startsWith("503 ")
                      .contains("s1 runs a release of Berth that this one (" + overnext.version())
                      .contains("s2 runs a release of Berth that this one"));
      trial.awaitWrites(50);
      assertThat(stranger.api().call("PUT", service("stranger"), "{}").statusCode()).isEqualTo(503);
      assertThat(stranger.api().call("GET", service("stranger-1"), null).statusCode())
          .isEqualTo(503);
      assertThat(cluster.database().query(LEASES))
          .contains("server/s1", "server/s2")
          .doesNotContain("server/s3");
      for (Server other : List.of(cluster.server(0), cluster.server(1))) {
        assertThat(other.health()).startsWith("200 ");
        assertThat(other.api().call("GET", service("stranger"), null).statusCode()).isEqualTo(404);
        assertThat(berthServers(other)).containsPattern("s3 .* not_ready .* " + overnext.version());
      }

      assertThat(stranger.program().stop()).isZero();
      NOW.installAt(stranger);
      stranger.program().start();
      cluster.awaitWhole();
      trial.useAll();
      trial.awaitWrites(20);
      trial.conclude(Trial.TAIL, "a server of " + overnext.version() + " came and went");
    }
  }

  private static String service(String name) {
    return "/v1/namespaces/default/services/" + name;
  }
}
