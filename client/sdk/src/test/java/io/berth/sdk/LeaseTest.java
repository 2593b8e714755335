package io.berth.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.berth.api.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final StubRegistry registry = new StubRegistry();
  private final BerthClient client =
      Quick.client(registry).environment(Map.of("BERTH_HOST", "h1")).build();

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  @Test
  void aRegistrationSaysWhereTheProcessIsFound() throws Exception {
    Lease lease = web().label("zone", "a").weight(3).start();
    assertThat(lease.awaitRegistered(LONG)).isTrue();
    assertThat(lease.isRegistered()).isTrue();
    assertThat(registry.registrations())
        .containsExactly(
            Map.entry(
                lease.id(),
                new Registration(
                    "127.0.0.1", 8080, Duration.ofSeconds(2), 3, "h1", Map.of("zone", "a"))));
    assertThat(lease.id())
        .contains("-8080-" + ProcessHandle.current().pid())
        .matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  }

  @Test
  void itIsRenewedSeveralTimesInItsTtl() throws Exception {
    Lease lease = web().start();
    lease.awaitRegistered(LONG);
    await().until(() -> registry.requests().size() >= 3);
    assertThat(registry.requests()).allMatch(request -> request.startsWith("PUT "));
  }

  @Test
  void itIsPutAgainAfterAnOutageInWhichTheServersForgotIt() throws Exception {
    Lease lease = web().start();
    lease.awaitRegistered(LONG);
    registry.stop();
    registry.loseRegistrations();
    await().atMost(Duration.ofSeconds(10)).until(() -> !lease.isRegistered());
    registry.start();
    await().until(() -> registry.registrations().containsKey(lease.id()));
    await().until(lease::isRegistered);
  }

  @Test
  void aStartWhileEveryServerIsAwayRegistersWhenOneIsBack() throws Exception {
    registry.stop();
    Lease lease = web().start();
    assertThat(lease.isRegistered()).isFalse();
    registry.start();
    assertThat(lease.awaitRegistered(LONG)).isTrue();
  }

  @Test
  void closingDeletesItAndNothingFollows() throws Exception {
    Lease lease = web().start();
    lease.awaitRegistered(LONG);
    lease.close();
    assertThat(registry.registrations()).isEmpty();
    assertThat(lease.isRegistered()).isFalse();
    assertThat(registry.requests()).last().asString().startsWith("DELETE ");
  }

  @Test
  void closingBeforeTheFirstAnswerStillDeletesIt() {
    web().start().close();
    assertThat(registry.registrations()).isEmpty();
    assertThat(registry.requests()).last().asString().startsWith("DELETE ");
  }

  @Test
  void closingTheClientDeletesWhatItRegistered() throws Exception {
    web().id("one").start().awaitRegistered(LONG);
    web().id("two").start().awaitRegistered(LONG);
    client.close();
    assertThat(registry.registrations()).isEmpty();
  }

  @Test
  void anotherServerTakesItWhenTheFirstIsAway() throws Exception {
    try (StubRegistry other = new StubRegistry();
        BerthClient both = Quick.client(registry, other).build()) {
      registry.mood(StubRegistry.Mood.NOT_READY);
      Lease lease = both.register("web").address("127.0.0.1").port(8080).start();
      assertThat(lease.awaitRegistered(LONG)).isTrue();
      assertThat(other.registrations()).containsKey(lease.id());
    }
  }

  @Test
  void valuesOutOfRangeAreRefusedBeforeAnythingIsSent() {
    for (LeaseBuilder wrong :
        List.of(
            client.register("web").port(80),
            web().port(0),
            web().port(70_000),
            web().weight(0),
            web().weight(1001),
            web().ttl(Duration.ofSeconds(1)),
            web().ttl(Duration.ofHours(2)))) {
      assertThatIllegalArgumentException().isThrownBy(wrong::start);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> web().id("../x"));
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void anyMachineNameFitsIntoAnId() {
    assertThat(LeaseBuilder.idOf("web.example", "-80-1")).isEqualTo("web.example-80-1");
    assertThat(LeaseBuilder.idOf("-_ü/", "-80-1")).isEqualTo("host-80-1");
    assertThat(LeaseBuilder.idOf("", "-80-1")).isEqualTo("host-80-1");
    assertThat(LeaseBuilder.idOf("x".repeat(300), "-80-1")).hasSize(128).endsWith("-80-1");
  }

  private LeaseBuilder web() {
    return client.register("web").address("127.0.0.1").port(8080).ttl(Duration.ofSeconds(2));
  }
}
