package io.berth.agent.reconcile;

import static io.berth.agent.reconcile.Host.a;
import static io.berth.agent.reconcile.Host.host;
import static io.berth.agent.reconcile.Host.make;
import static io.berth.agent.reconcile.Host.spec;
import static io.berth.agent.reconcile.Host.start;
import static io.berth.agent.reconcile.Host.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Assignment;
import org.junit.jupiter.api.Test;

/** Host ports and exclusive volumes, which one container at a time can have. */
class RoomTest {
  private final Assignment old = spec().hostPort(80, 8080).assigned(1, "web@sha256:1");
  private final Assignment now =
      spec().image("web:v2").hostPort(80, 8080).assigned(2, "web@sha256:2");

  @Test
  void aHostPortThatTheOldOneHoldsMakesItStopFirst() {
    assertThat(
            host()
                .wants(now, old)
                .has(a(old, "old").counted())
                .has(a(now, "new").created())
                .steps())
        .containsExactly(stop("old"));
  }

  @Test
  void aPortThatTheEngineChoosesIsInNobodysWay() {
    Assignment any = spec().port(80, 0).assigned(1, "web@sha256:1");
    Assignment next = spec().port(80, 0).assigned(2, "web@sha256:2");
    assertThat(host().wants(next, any).has(a(any, "old")).has(a(next, "new").created()).steps())
        .containsExactly(start("new"));
  }

  @Test
  void aNewContainerWaitsUntilTheProxyHasItsPortsAndOneThatServedBeforeDoesNot() {
    Assignment proxied = spec().port(80, 8080).assigned(1, "web@sha256:1");

    assertThat(host().wants(proxied).has(a(proxied, "new").created()).proxyIsAway().steps())
        .isEmpty();
    assertThat(host().wants(proxied).has(a(proxied, "new").created()).steps())
        .containsExactly(start("new"));
    assertThat(host().wants(proxied).has(a(proxied, "old").crashed(1)).proxyIsAway().steps())
        .contains(start("old"));
  }

  @Test
  void aPortThatTheProxyHasForAnotherServiceHoldsTheNewContainerBack() {
    Assignment api = spec().port(80, 8080).assigned("api", 0, 1, "api@sha256:1", false);

    assertThat(host().wants(api).has(a(api, "new").created()).proxied(8080, "default/web").steps())
        .containsExactly(new Step.Hold("new", "host port 8080 is published by default/web"));
  }

  @Test
  void tcpAndUdpPortsOfOneNumberAreDifferentPorts() {
    Assignment udp = spec().udpPort(80, 8080).assigned(2, "web@sha256:2");
    assertThat(host().wants(udp, old).has(a(old, "old")).has(a(udp, "new").created()).steps())
        .containsExactly(start("new"));
  }

  @Test
  void twoServicesThatWantOnePortAreToldAndNothingIsStopped() {
    Assignment api = spec().hostPort(80, 8080).assigned("api", 0, 1, "api@sha256:1", false);
    assertThat(
            host()
                .wants(api)
                .wants(old)
                .has(a(old, "old").counted())
                .has(a(api, "api").created())
                .steps())
        .containsExactly(new Step.Hold("api", "host port 8080 is held by old"));
  }

  @Test
  void ofTwoNewContainersThatWantOnePortOneIsStarted() {
    Assignment api = spec().hostPort(80, 8080).assigned("api", 0, 1, "api@sha256:1", false);
    assertThat(
            host()
                .wants(api)
                .wants(old)
                .has(a(api, "api").created())
                .has(a(old, "old").created())
                .steps())
        .containsExactly(start("api"), new Step.Hold("old", "host port 8080 is held by api"));
  }

  @Test
  void servicesThatSwapTheirPortsDoNotWaitForEachOther() {
    Assignment api = spec().hostPort(80, 8081).assigned("api", 0, 1, "api@sha256:1", true);
    Assignment webNext = spec().hostPort(80, 8081).assigned(2, "web@sha256:1");
    Assignment apiNext = spec().hostPort(80, 8080).assigned("api", 0, 2, "api@sha256:1", false);
    assertThat(
            host()
                .wants(webNext, old)
                .wants(apiNext, api)
                .has(a(old, "web1").counted())
                .has(a(api, "api1").counted())
                .has(a(webNext, "web2").created())
                .has(a(apiNext, "api2").created())
                .steps())
        .containsExactlyInAnyOrder(stop("web1"), stop("api1"));
  }

  @Test
  void anotherServicesOldContainerStaysUntilItsReplacementIsMade() {
    Assignment api = spec().hostPort(80, 8081).assigned("api", 0, 1, "api@sha256:1", true);
    Assignment webNext = spec().hostPort(80, 8081).assigned(2, "web@sha256:1");
    Assignment apiNext = spec().hostPort(80, 8082).assigned("api", 0, 2, "api@sha256:1", false);
    assertThat(
            host()
                .wants(webNext, old)
                .wants(apiNext, api)
                .has(a(old, "web1").counted())
                .has(a(api, "api1").counted())
                .has(a(webNext, "web2").created())
                .steps())
        .containsExactly(new Step.Hold("web2", "host port 8081 is held by api1"), make(apiNext));
  }

  @Test
  void aPortThatTheOldOneDoesNotHoldIsTriedBeforeTheOldOneIsStopped() {
    Assignment moved = spec().hostPort(80, 8081).stopFirst().assigned(2, "web@sha256:1");
    Plan plan =
        host().wants(moved, old).has(a(old, "old").counted()).has(a(moved, "new").created()).plan();
    assertThat(plan.portsToTry()).containsExactly(new HostPort(8081, false));
  }

  @Test
  void aPortThatTheOldOneHoldsItselfIsNotTried() {
    Plan plan =
        host().wants(now, old).has(a(old, "old").counted()).has(a(now, "new").created()).plan();
    assertThat(plan.portsToTry()).isEmpty();
  }

  @Test
  void theOldOneIsNotStoppedForAPortThatSomebodyElseHolds() {
    Assignment moved = spec().hostPort(80, 8081).stopFirst().assigned(2, "web@sha256:1");
    assertThat(
            host()
                .wants(moved, old)
                .has(a(old, "old").counted())
                .has(a(moved, "new").created())
                .taken(8081)
                .steps())
        .containsExactly(new Step.Hold("new", "host port 8081 is held by another process"));
  }

  @Test
  void anExclusiveVolumeIsNeverGivenToTwo() {
    Assignment one = spec().volume("data", "/data", true).assigned(1, "db@sha256:1");
    Assignment two = spec().volume("data", "/data", true).assigned(2, "db@sha256:2");
    assertThat(host().wants(two, one).has(a(one, "old")).has(a(two, "new").created()).steps())
        .containsExactly(stop("old"));
    assertThat(
            host().wants(two, one).has(a(one, "old").busy()).has(a(two, "new").created()).steps())
        .isEmpty();
  }

  @Test
  void aVolumeStaysExclusiveUntilTheContainerThatClaimedItEnded() {
    Assignment one = spec().volume("data", "/data", true).assigned(1, "db@sha256:1");
    Assignment two = spec().volume("data", "/data", false).assigned(2, "db@sha256:2");
    assertThat(host().wants(two, one).has(a(one, "old")).has(a(two, "new").created()).steps())
        .containsExactly(stop("old"));
  }

  @Test
  void aSharedVolumeIsInNobodysWay() {
    Assignment one = spec().volume("data", "/data", false).assigned(1, "db@sha256:1");
    Assignment two = spec().volume("data", "/data", false).assigned(2, "db@sha256:2");
    assertThat(host().wants(two, one).has(a(one, "old")).has(a(two, "new").created()).steps())
        .containsExactly(start("new"));
  }

  @Test
  void ofTwoReplicasOnOneExclusiveVolumeOneIsHeldBack() {
    Assignment zero =
        spec().volume("data", "/data", true).assigned("db", 0, 1, "db@sha256:1", false);
    Assignment one =
        spec().volume("data", "/data", true).assigned("db", 1, 1, "db@sha256:1", false);
    assertThat(
            host()
                .wants(zero)
                .wants(one)
                .has(a(zero, "db0").created())
                .has(a(one, "db1").created())
                .steps())
        .containsExactly(
            start("db0"), new Step.Hold("db1", "volume data is exclusive and db0 has it"));
  }
}
