package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.kit.Cluster;
import io.berth.e2e.kit.Lookups;
import io.berth.e2e.kit.Registrant;
import io.berth.e2e.kit.Server;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Servers that do not agree on what time it is. */
class ClusterClockIT {
  private static final Duration TTL = Duration.ofSeconds(4);
  private static final Duration SLACK = Duration.ofSeconds(6);
  private static final Duration FAIL_OVER = Duration.ofSeconds(10);

  @Test
  void s7ClocksTenMinutesApartLoseNoInstanceKeepNoneAndFailOver() {
    Duration off = Duration.ofMinutes(10);
    try (Cluster cluster = Cluster.withClocks("clock", Duration.ZERO, off, off.negated());
        Trial trial = Trial.on(cluster, "s7")) {
      String service = trial.services().get(0);
      long answered;
      try (Registrant registrant = new Registrant(cluster.servers(), service, "one", TTL)) {
        awaitInstances(cluster, service, 1, Duration.ofSeconds(2));
        List<Lookups> lookups =
            cluster.servers().stream()
                .map(server -> new Lookups(List.of(server), service, "one", 20))
                .toList();
        trial.hold(TTL.plusSeconds(1));
        lookups.forEach(Lookups::close);
        assertThat(lookups).allSatisfy(each -> assertThat(each.failed()).isEmpty());
        answered = lookups.stream().mapToLong(Lookups::answered).sum();
        assertThat(registrant.renewed()).isPositive();
      }
      awaitInstances(cluster, service, 0, TTL.plus(SLACK));

      Server controller = cluster.controller();
      controller.program().kill();
      Awaitility.await("another controller")
          .pollInterval(Duration.ofMillis(100))
          .atMost(FAIL_OVER)
          .until(() -> cluster.controllerBut(controller).isPresent());
      controller.program().start();
      cluster.awaitWhole();
      trial.conclude(Trial.TAIL, "clocks at 0, +10 and -10 min, " + answered + " lookups");
    }
  }

  private static void awaitInstances(Cluster cluster, String service, int count, Duration within) {
    for (Server server : cluster.servers()) {
      server.api().awaitPassing(service, count, within);
    }
  }
}
