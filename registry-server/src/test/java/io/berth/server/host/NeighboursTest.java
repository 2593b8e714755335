package io.berth.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Health;
import io.berth.api.Instance.InstancePort;
import io.berth.api.InstanceState;
import io.berth.api.ServiceRoute.Elsewhere;
import io.berth.api.Status;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final String WEB = "default/web";
  private static final List<String> HUNDRED =
      IntStream.range(0, 100).mapToObj("h%02d"::formatted).toList();

  @Test
  void aHostFallsBackOnTheFewThatComeAfterItInTheCircle() {
    assertThat(of("h97", host -> List.of(status(host, 1, Health.PASSING)), false))
        .extracting(Elsewhere::instance)
        .containsExactly(
            "web-h98", "web-h99", "web-h00", "web-h01", "web-h02", "web-h03", "web-h04", "web-h05");
  }

  @Test
  void whoeverLooksToAHostIsAmongThoseWhoHearOfIt() {
    for (String host : HUNDRED) {
      List<Elsewhere> found = of(host, other -> List.of(status(other, 1, Health.PASSING)), false);

      assertThat(found)
          .allSatisfy(
              one ->
                  assertThat(new Neighbours(HUNDRED, one.instance().substring(4)).before())
                      .contains(host));
    }
  }

  @Test
  void whatFailsOrHasNoPortsOrIsOfAnotherServiceIsPassedOver() {
    assertThat(
            of(
                "h00",
                host ->
                    host.equals("h50")
                        ? List.of(status(host, 1, Health.PASSING))
                        : List.of(status(host, 1, Health.FAILING)),
                false))
        .extracting(Elsewhere::instance)
        .containsExactly("web-h50");
    assertThat(
            new Neighbours(HUNDRED, "h00")
                .instances("default/db", host -> List.of(status(host, 1, Health.PASSING)), false))
        .isEmpty();
  }

  @Test
  void aRevisionThatIsOnOneFarHostIsFoundWhereTheRequestsAreDivided() {
    List<Elsewhere> found =
        of("h00", host -> List.of(status(host, host.equals("h99") ? 2 : 1, Health.PASSING)), true);

    assertThat(found).filteredOn(one -> one.revision() == 1).hasSize(8);
    assertThat(found)
        .filteredOn(one -> one.revision() == 2)
        .extracting(Elsewhere::instance)
        .containsExactly("web-h99");
  }

  private static List<Elsewhere> of(
      String host, Function<String, List<Status>> statuses, boolean all) {
    return new Neighbours(HUNDRED, host).instances(WEB, statuses, all);
  }

  private static Status status(String host, long revision, Health health) {
    return new Status(
        "default",
        "web",
        0,
        host,
        "web-" + host,
        "c",
        revision,
        "hash",
        true,
        "image",
        InstanceState.RUNNING,
        health,
        false,
        null,
        0,
        null,
        "",
        "10.0.0.1",
        List.of(new InstancePort(80, 32768, "tcp")),
        0,
        0,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
