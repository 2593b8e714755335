package io.berth.sdk;

import static io.berth.sdk.StubRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C2: an answer that would empty a service which had instances a moment ago. */
class EmptyAnswerTest {
  private final AtomicLong clock = new AtomicLong();
  private final StubRegistry registry = new StubRegistry();
  private final BerthClient client =
      Quick.client(registry).emptyGrace(Duration.ofSeconds(30)).clock(clock::get).build();

  private Lookup web;

  @BeforeEach
  void theServiceHasInstances() throws Exception {
    registry.instances("web", instance("a"), instance("b"));
    web = client.lookup("web");
    assertThat(web.awaitReady(Duration.ofSeconds(10))).isTrue();
  }

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  @Test
  void theInstancesStayForTheGraceTimeAndAreThenBelievedToBeGone() {
    registry.instances("web");
    await().until(web::stale);
    pass(Duration.ofSeconds(29));
    aWaitEnds();
    assertThat(web.instances()).hasSize(2);
    pass(Duration.ofSeconds(2));
    await()
        .until(
            () -> {
              registry.endWaits();
              return web.instances().isEmpty();
            });
    await().until(() -> !web.stale());
  }

  @Test
  void instancesThatReturnInTimeEndTheDoubt() {
    registry.instances("web");
    await().until(web::stale);
    registry.instances("web", instance("c"));
    await().until(() -> web.instances().size() == 1 && !web.stale());
    pass(Duration.ofMinutes(1));
    registry.instances("web");
    await().until(web::stale);
    assertThat(web.instances()).hasSize(1);
  }

  @Test
  void aServiceThatIsUnknownAllAtOnceIsDoubtedToo() {
    registry.forget("web");
    await().until(web::stale);
    assertThat(web.instances()).hasSize(2);
    pass(Duration.ofSeconds(31));
    await().until(() -> web.instances().isEmpty());
  }

  @Test
  void theGraceTimeAloneEndsNothingWhileNoServerAnswers() {
    registry.instances("web");
    await().until(web::stale);
    registry.stop();
    pass(Duration.ofMinutes(10));
    assertThat(web.instances()).hasSize(2);
    registry.start();
    await()
        .until(
            () -> {
              registry.endWaits();
              return web.instances().isEmpty();
            });
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private void aWaitEnds() {
    int asked = registry.requests().size();
    await()
        .until(
            () -> {
              registry.endWaits();
              return registry.requests().size() > asked + 1;
            });
  }
}
