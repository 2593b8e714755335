package io.berth.sdk;

import static io.berth.sdk.StubRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.api.Instance;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookupTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final StubRegistry registry = new StubRegistry();
  private final BerthClient client = Quick.client(registry).build();

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  @Test
  void aLookupFindsTheInstancesOfAService() throws Exception {
    registry.instances("web", instance("a"), instance("b"));
    Lookup web = client.lookup("web");
    assertThat(web.awaitReady(LONG)).isTrue();
    assertThat(web.instances()).extracting(Instance::id).containsExactly("a", "b");
    assertThat(web.stale()).isFalse();
  }

  @Test
  void whatAServerAnsweredIsNeverShownAsStale() {
    registry.instances("web", instance("a"), instance("b"));
    Lookup web = client.lookup("web");
    while (web.instances().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(web.stale()).isFalse();
  }

  @Test
  void aChangeArrivesThroughTheWaitingWatch() throws Exception {
    registry.instances("web", instance("a"));
    Lookup web = client.lookup("web");
    web.awaitReady(LONG);
    await().until(() -> registry.requests().size() == 2);
    registry.instances("web", instance("a"), instance("b"));
    await().until(() -> web.instances().size() == 2);
    await().until(() -> registry.requests().size() == 3);
    assertThat(registry.requests())
        .containsOnly("GET /v1/namespaces/default/services/web/instances?passing=true");
  }

  @Test
  void aServiceThatIsUnknownHasNoInstancesUntilItAppears() throws Exception {
    Lookup web = client.lookup("web");
    assertThat(web.awaitReady(LONG)).isTrue();
    assertThat(web.instances()).isEmpty();
    assertThatThrownBy(web::pick)
        .isInstanceOf(NoInstanceException.class)
        .hasMessageContaining("web");
    registry.instances("web", instance("a"));
    await().until(() -> !web.instances().isEmpty());
    assertThat(web.pick().id()).isEqualTo("a");
  }

  @Test
  void aServerThatIsNotReadyChangesNothingButStale() throws Exception {
    registry.instances("web", instance("a"));
    Lookup web = client.lookup("web");
    web.awaitReady(LONG);
    registry.mood(StubRegistry.Mood.NOT_READY);
    await().until(web::stale);
    assertThat(web.instances()).hasSize(1);
    registry.mood(StubRegistry.Mood.WELL);
    await().until(() -> !web.stale());
  }

  @Test
  void anAnswerThatCannotBeReadChangesNothingButStale() throws Exception {
    registry.instances("web", instance("a"));
    Lookup web = client.lookup("web");
    web.awaitReady(LONG);
    registry.mood(StubRegistry.Mood.TALKING_NONSENSE);
    await().until(web::stale);
    assertThat(web.instances()).hasSize(1);
  }

  @Test
  void aRegistryThatStopsAndStartsAgainIsFoundAgain() throws Exception {
    registry.instances("web", instance("a"));
    Lookup web = client.lookup("web");
    web.awaitReady(LONG);
    registry.stop();
    await().until(web::stale);
    assertThat(web.instances()).hasSize(1);
    registry.instances("web", instance("b"));
    registry.start();
    await().until(() -> web.pick().id().equals("b"));
    assertThat(web.stale()).isFalse();
  }

  @Test
  void listenersHearEveryChangeInOrderEvenBesideOneThatThrows() throws Exception {
    registry.instances("web", instance("a"));
    Lookup web = client.lookup("web");
    web.awaitReady(LONG);
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    web.onChange(
        (before, now) -> {
          throw new IllegalStateException("a listener's own fault");
        });
    Subscription heard =
        web.onChange(
            (before, now) -> {
              sizes.add(before.size());
              sizes.add(now.size());
            });
    registry.instances("web", instance("a"), instance("b"));
    await().until(() -> sizes.equals(List.of(1, 2)));
    heard.close();
    registry.instances("web", instance("a"), instance("b"), instance("c"));
    await().until(() -> web.instances().size() == 3);
    assertThat(sizes).containsExactly(1, 2);
  }

  @Test
  void aServerThatRepeatsItselfInsteadOfWaitingIsNotAskedWithoutPause() throws Exception {
    registry.mood(StubRegistry.Mood.IMPATIENT);
    registry.instances("web", instance("a"));
    long began = System.nanoTime();
    Lookup web = client.lookup("web");
    await().until(() -> registry.requests().size() >= 6);
    Duration fourPauses = Quick.pace().early().multipliedBy(4).dividedBy(2);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(fourPauses);
    assertThat(web.stale()).isFalse();
  }

  @Test
  void theSameServiceHasOneViewAndOneWatch() {
    assertThat(client.lookup("web")).isSameAs(client.lookup("web"));
    assertThat(client.lookup("web", Strategy.weighted())).isNotSameAs(client.lookup("web"));
  }

  @Test
  void hostileNamesAreRefusedBeforeTheyReachAPath() {
    for (String name : List.of("../x", "a\0b", "a".repeat(300), "", "A", "a/b", "a?b")) {
      assertThatIllegalArgumentException().isThrownBy(() -> client.lookup(name));
      assertThatIllegalArgumentException().isThrownBy(() -> client.register(name));
    }
  }

  @Test
  void closingEndsTheWaitForAnAnswer() throws Exception {
    registry.mood(StubRegistry.Mood.SILENT);
    Lookup web = client.lookup("web");
    client.close();
    assertThat(web.awaitReady(LONG)).isFalse();
    assertThatThrownBy(() -> client.lookup("web")).isInstanceOf(IllegalStateException.class);
  }
}
