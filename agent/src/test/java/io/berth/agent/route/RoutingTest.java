package io.berth.agent.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.route.Routing.Serving;
import io.berth.agent.route.Routing.Wanted;
import io.berth.api.Instance.InstancePort;
import io.berth.api.ServiceRoute.Elsewhere;
import io.berth.api.spec.Port;
import io.berth.api.spec.PortMode;
import io.berth.api.spec.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static final Duration DRAIN = Duration.ofSeconds(7);
  private static final Duration OWN_DRAIN = Duration.ofSeconds(8);
  private static final Port HTTP = new Port(80, 8080, Protocol.HTTP, PortMode.PROXY, false);

  @Test
  void aWantedServiceHasItsPortBeforeAnythingServesIt() {
    Table table = table(List.of(wanted("web", HTTP)), List.of());

    assertThat(table.routes()).hasSize(1);
    Route route = table.routes().get(0);
    assertThat(route.port()).isEqualTo(8080);
    assertThat(route.protocol()).isEqualTo(Protocol.HTTP);
    assertThat(route.address()).isEqualTo("10.0.0.4");
    assertThat(route.drainTimeout()).isEqualTo(DRAIN);
    assertThat(route.targets()).isEmpty();
  }

  @Test
  void whatServesIsReachedAtItsOwnAddressAndPort() {
    Table table =
        table(
            List.of(wanted("web", HTTP)),
            List.of(serving("web", "web-0-r2", 2, HTTP), serving("web", "web-0-r1", 1, HTTP)));

    assertThat(table.routes().get(0).targets())
        .containsExactly(
            new Target("web-0-r1", 1, "172.17.0.1", 80, true),
            new Target("web-0-r2", 2, "172.17.0.2", 80, true));
  }

  @Test
  void whatServesOnOtherHostsIsReachedAtTheirPortsAndSharesAreKept() {
    Elsewhere other =
        new Elsewhere(
            "web-1-r1",
            1,
            "10.0.0.5",
            List.of(new InstancePort(80, 32768, "tcp"), new InstancePort(80, 32769, "udp")));
    Wanted web =
        new Wanted("default", "web", List.of(HTTP), DRAIN, false, Map.of(2L, 10), List.of(other));

    Route route = table(List.of(web), List.of(serving("web", "web-0-r2", 2, HTTP))).routes().get(0);

    assertThat(route.weights()).containsExactly(Map.entry(2L, 10));
    assertThat(route.targets())
        .containsExactly(
            new Target("web-1-r1", 1, "10.0.0.5", 32768, false),
            new Target("web-0-r2", 2, "172.17.0.2", 80, true));
  }

  @Test
  void theOldPortStaysForAsLongAsSomethingServesIt() {
    Port old = new Port(80, 9090, Protocol.HTTP, PortMode.PROXY, false);

    Table table = table(List.of(wanted("web", HTTP)), List.of(serving("web", "web-0-r1", 1, old)));

    assertThat(table.routes()).extracting(Route::port).containsExactly(8080, 9090);
    assertThat(table.routes().get(0).targets()).isEmpty();
    assertThat(table.routes().get(1).targets()).hasSize(1);
  }

  @Test
  void whatServesAndIsNotWantedAnyMoreIsReachedUntilItStops() {
    Table table = table(List.of(), List.of(serving("web", "web-0-r1", 1, HTTP)));

    assertThat(table.routes()).hasSize(1);
    assertThat(table.routes().get(0).targets()).hasSize(1);
    assertThat(table.routes().get(0).drainTimeout()).isEqualTo(OWN_DRAIN);
  }

  @Test
  void portsOfDockersOwnAndThoseThatItChoosesHaveNoRoute() {
    Port host = new Port(80, 8080, Protocol.TCP, PortMode.HOST, false);
    Port chosen = new Port(80, 0, Protocol.TCP, PortMode.PROXY, false);

    assertThat(
            table(
                    List.of(wanted("web", host, chosen)),
                    List.of(serving("web", "web-0-r1", 1, host, chosen)))
                .routes())
        .isEmpty();
  }

  @Test
  void aPortOfUdpIsAnotherThanThatOfTcp() {
    Port udp = new Port(53, 53, Protocol.UDP, PortMode.PROXY, false);
    Port tcp = new Port(53, 53, Protocol.TCP, PortMode.PROXY, false);

    assertThat(table(List.of(wanted("dns", udp, tcp)), List.of()).routes())
        .extracting(Route::protocol)
        .containsExactly(Protocol.TCP, Protocol.UDP);
  }

  @Test
  void ofTwoServicesThatWantAPortTheOneThatServesItHasIt() {
    Table table =
        table(
            List.of(wanted("api", HTTP), wanted("web", HTTP)),
            List.of(serving("web", "web-0-r1", 1, HTTP)));

    assertThat(table.routes()).extracting(Route::service).containsExactly("web");
    assertThat(table.routes().get(0).targets()).hasSize(1);
  }

  @Test
  void aServiceKeepsItsPortWhileNoneOfItServes() {
    Table before = table(List.of(wanted("web", HTTP)), List.of());

    Table table =
        Routing.table(
            "10.0.0.4",
            List.of(wanted("api", HTTP), wanted("web", HTTP)),
            List.of(serving("api", "api-0-r1", 1, HTTP)),
            List.of(),
            before);

    assertThat(table.routes()).extracting(Route::service).containsExactly("web");
    assertThat(table.routes().get(0).targets()).isEmpty();
  }

  private static Table table(List<Wanted> wanted, List<Serving> serving) {
    return Routing.table("10.0.0.4", wanted, serving, List.of(), Table.EMPTY);
  }

  private static Wanted wanted(String service, Port... ports) {
    return new Wanted("default", service, List.of(ports), DRAIN, false, Map.of(), List.of());
  }

  private static Serving serving(String service, String instance, long revision, Port... ports) {
    return new Serving(
        "default", service, instance, revision, "172.17.0." + revision, List.of(ports), OWN_DRAIN);
  }
}
