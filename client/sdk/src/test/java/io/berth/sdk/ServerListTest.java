package io.berth.sdk;

import static io.berth.sdk.StubRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** C3: a server list that is partly wrong, and servers that come and go. */
class ServerListTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final StubRegistry first = new StubRegistry();
  private final StubRegistry second = new StubRegistry();

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void whereTheListIsPartlyWrongTheOthersAreUsed() throws Exception {
    second.instances("web", instance("b"));
    String nobody = first.url();
    first.stop();
    try (BerthClient client =
        Quick.client(nobody, "http://no-such-host.invalid:7400", second.url()).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      assertThat(web.pick().id()).isEqualTo("b");
      assertThat(web.stale()).isFalse();
    }
  }

  @Test
  void aServerThatStopsIsLeftWithoutBecomingStale() throws Exception {
    first.instances("web", instance("a"));
    second.instances("web", instance("b"));
    try (BerthClient client = Quick.client(first, second).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      first.stop();
      await().until(() -> web.pick().id().equals("b"));
      assertThat(web.stale()).isFalse();
    }
  }

  @Test
  void aServerThatIsNotReadyIsLeft() throws Exception {
    second.instances("web", instance("b"));
    first.mood(StubRegistry.Mood.NOT_READY);
    try (BerthClient client = Quick.client(first, second).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      assertThat(web.pick().id()).isEqualTo("b");
    }
  }

  @Test
  void aServerThatFallsSilentWhileAWatchWaitsIsLeft() throws Exception {
    first.instances("web", instance("a"));
    second.instances("web", instance("b"));
    try (BerthClient client = Quick.client(first, second).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      await().until(() -> first.requests().size() == 2);
      first.mood(StubRegistry.Mood.SILENT);
      await().until(() -> web.pick().id().equals("b"));
    }
  }

  @Test
  void aServerThatBecomesNotReadyWhileAWatchWaitsIsLeftForOneThatIs() throws Exception {
    first.instances("web", instance("a"));
    second.instances("web", instance("b"));
    try (BerthClient client = Quick.client(first, second).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      first.mood(StubRegistry.Mood.LIMPING);
      await().until(() -> web.pick().id().equals("b"));
    }
  }

  @Test
  void whereNoServerIsReadyTheOneThatAnswersIsKept() throws Exception {
    first.instances("web", instance("a"));
    second.instances("web", instance("b"));
    first.mood(StubRegistry.Mood.LIMPING);
    second.mood(StubRegistry.Mood.LIMPING);
    try (BerthClient client = Quick.client(first, second).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      await().until(() -> first.looks() > 3 && second.looks() > 3);
      assertThat(web.pick().id()).isEqualTo("a");
      assertThat(web.stale()).isFalse();
      assertThat(first.requests().size()).isLessThanOrEqualTo(2);
      assertThat(second.requests()).isEmpty();
    }
  }

  @Test
  void thePreferredServerIsUsedAgainWhenItIsBack() throws Exception {
    first.instances("web", instance("a"));
    second.instances("web", instance("b"));
    first.mood(StubRegistry.Mood.NOT_READY);
    try (BerthClient client = Quick.client(first, second).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      assertThat(web.pick().id()).isEqualTo("b");
      first.mood(StubRegistry.Mood.WELL);
      await()
          .until(
              () -> {
                second.endWaits();
                return web.pick().id().equals("a");
              });
    }
  }

  @Test
  void aWatchThatWaitsAtAServerWhichOthersLeftIsEndedWhenThatFallsSilent() throws Exception {
    first.instances("web", instance("a"));
    second.instances("web", instance("b"));
    first.mood(StubRegistry.Mood.NOT_READY);
    try (BerthClient client = Quick.client(first, second).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      await().until(() -> second.requests().size() == 2);
      first.mood(StubRegistry.Mood.WELL);
      await()
          .until(
              () -> {
                client.lookup("s" + first.requests().size());
                return first.requests().stream().anyMatch(asked -> asked.contains("/services/s"));
              });
      assertThat(web.pick().id()).isEqualTo("b");
      second.mood(StubRegistry.Mood.SILENT);
      await().until(() -> web.pick().id().equals("a"));
    }
  }

  @Test
  void atTheUsualPaceASilentServerIsLeftWithinTwoSeconds() throws Exception {
    first.instances("web", instance("a"));
    second.instances("web", instance("b"));
    try (BerthClient client = Quick.client(first, second).pace(Pace.usual()).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      await().until(() -> first.requests().size() == 2);
      first.mood(StubRegistry.Mood.SILENT);
      await().atMost(Duration.ofMillis(2300)).until(() -> web.pick().id().equals("b"));
    }
  }

  @Test
  void aPageOfAWebServerOfAnotherKindSaysNothingOfAService() throws Exception {
    second.instances("web", instance("b"));
    for (var mood : List.of(StubRegistry.Mood.FOREIGN, StubRegistry.Mood.TALKING_NONSENSE)) {
      first.mood(mood);
      try (BerthClient client = Quick.client(first, second).build()) {
        Lookup web = client.lookup("web");
        assertThat(web.awaitReady(LONG)).isTrue();
        assertThat(web.pick().id()).isEqualTo("b");
        int asked = first.requests().size();
        await().until(() -> first.looks() > 10);
        assertThat(first.requests()).hasSize(asked);
      }
    }
  }

  @Test
  void aRegistrationGoesOnFromAWebServerOfAnotherKind() throws Exception {
    for (var mood : List.of(StubRegistry.Mood.FOREIGN, StubRegistry.Mood.TALKING_NONSENSE)) {
      first.mood(mood);
      try (BerthClient client = Quick.client(first, second).build()) {
        Lease lease = client.register("web").address("127.0.0.1").port(8080).start();
        assertThat(lease.awaitRegistered(LONG)).isTrue();
        assertThat(second.registrations()).containsKey(lease.id());
      }
    }
  }

  @Test
  void aServerThatLagsShowsNoSettingsOlderThanWereShown() throws Exception {
    first.settings("web", 5, "{\"n\":5}");
    second.settings("web", 4, "{\"n\":4}");
    try (BerthClient client = Quick.client(first, second).build()) {
      Settings<JsonNode> settings = client.settings("web", JsonNode.class);
      assertThat(settings.awaitReady(LONG)).isTrue();
      List<Integer> shown = new CopyOnWriteArrayList<>();
      settings.onChange((before, now) -> shown.add(now.get("n").intValue()));
      first.stop();
      await().until(settings::stale);
      assertThat(settings.revision()).isEqualTo(5);
      second.settings("web", 6, "{\"n\":6}");
      await().until(() -> shown.equals(List.of(6)));
      assertThat(settings.stale()).isFalse();
    }
  }

  @Test
  void aTagOfOneServerIsNeverShownToAnother() throws Exception {
    // Both tags are "1": shown to the second server, the first one's would look unchanged.
    first.instances("web", instance("a"));
    second.instances("web", instance("b"));
    try (BerthClient client = Quick.client(first, second).build()) {
      Lookup web = client.lookup("web");
      assertThat(web.awaitReady(LONG)).isTrue();
      first.stop();
      await().until(() -> web.pick().id().equals("b"));
    }
  }

  @Test
  void theUsualPaceLeavesAServerThatFailsWithinTwoSeconds() {
    Pace usual = Pace.usual();
    Duration promise = Duration.ofSeconds(2);
    assertThat(usual.answer()).isLessThan(promise);
    assertThat(usual.probe().plus(usual.probeAnswer())).isLessThan(promise);
  }
}
