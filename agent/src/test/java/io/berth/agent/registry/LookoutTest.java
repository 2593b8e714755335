package io.berth.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.StubRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookoutTest {
  private static final Duration EVERY = Duration.ofMillis(50);

  private final StubRegistry first = new StubRegistry("berth");
  private final StubRegistry second = new StubRegistry("berth");
  private final StubRegistry third = new StubRegistry("berth");
  private final Servers servers = new Servers(List.of(first.uri(), second.uri(), third.uri()));
  private final Lookout lookout =
      new Lookout(new RegistryClient(servers), EVERY, Duration.ofMillis(300), () -> 0L);

  @AfterEach
  void close() {
    lookout.close();
    first.close();
    second.close();
    third.close();
  }

  private void moves(URI to) {
    await().until(() -> servers.current().equals(to));
  }

  @Test
  void aServerThatIsNotReadyIsLeftForOneThatIs() {
    second.silent(true);
    lookout.start();
    first.ready(false);
    moves(third.uri());
  }

  @Test
  void aSilentServerIsLeftForOneThatAtLeastAnswers() {
    second.silent(true);
    third.ready(false);
    first.silent(true);
    lookout.start();
    moves(third.uri());
  }

  @Test
  void aWebServerOfAnotherKindIsNoServer() {
    first.foreign();
    second.foreign();
    lookout.start();
    moves(third.uri());
  }

  @Test
  void whereNoneIsReadyTheOneThatAnswersIsKept() {
    first.ready(false);
    second.ready(false);
    third.silent(true);
    lookout.start();
    await().until(() -> first.looks() > 2 && second.looks() > 1);
    assertThat(servers.current()).isEqualTo(first.uri());
  }

  @Test
  void thePreferredServerIsAskedAgainWhenItWasWellForAWhile() {
    first.down();
    lookout.start();
    await().until(() -> !servers.current().equals(first.uri()));
    first.up();
    int looks = first.looks();
    moves(first.uri());
    assertThat(first.looks() - looks).isGreaterThan(2);
  }

  @Test
  void atTheUsualPaceTheLookTheAnswerAndTheMoveTakeLessThanTwoSeconds() {
    assertThat(Lookout.EVERY.plus(RegistryClient.LOOK)).isLessThan(Duration.ofSeconds(2));
  }
}
