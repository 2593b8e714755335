package io.berth.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  record Limits(int maxUsers, Duration timeout) {}

  private final StubRegistry registry = new StubRegistry();
  private final BerthClient client = Quick.client(registry).build();
  private final Settings<Limits> settings = client.settings("web", Limits.class);

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  @Test
  void settingsAreReadIntoARecord() throws Exception {
    registry.settings("web", 3, "{\"max_users\":5,\"timeout\":\"10s\",\"other\":true}");
    assertThat(settings.awaitReady(LONG)).isTrue();
    assertThat(settings.get()).isEqualTo(new Limits(5, Duration.ofSeconds(10)));
    assertThat(settings.revision()).isEqualTo(3);
    assertThat(settings.stale()).isFalse();
  }

  @Test
  void aChangeIsLiveAndListenersHearBothValues() throws Exception {
    List<Integer> heard = new CopyOnWriteArrayList<>();
    settings.onChange(
        (before, now) -> {
          heard.add(before == null ? 0 : before.maxUsers());
          heard.add(now.maxUsers());
        });
    registry.settings("web", 3, "{\"max_users\":5}");
    assertThat(settings.awaitReady(LONG)).isTrue();
    registry.settings("web", 4, "{\"max_users\":6}");
    await().until(() -> heard.equals(List.of(0, 5, 5, 6)));
    assertThat(settings.get().maxUsers()).isEqualTo(6);
  }

  @Test
  void aRevisionWithTheSameDocumentKeepsTheValueAndTellsNobody() throws Exception {
    registry.settings("web", 3, "{\"max_users\":5}");
    assertThat(settings.awaitReady(LONG)).isTrue();
    Limits before = settings.get();
    List<Limits> heard = new CopyOnWriteArrayList<>();
    settings.onChange((old, now) -> heard.add(now));
    registry.settings("web", 4, "{\"max_users\":5}");
    await().until(() -> settings.revision() == 4);
    assertThat(settings.get()).isSameAs(before);
    assertThat(heard).isEmpty();
  }

  @Test
  void aDocumentThatDoesNotFitKeepsTheLastGoodValueAndTellsSo() throws Exception {
    registry.settings("web", 3, "{\"max_users\":5}");
    assertThat(settings.awaitReady(LONG)).isTrue();
    List<String> faults = new CopyOnWriteArrayList<>();
    settings.onUnreadable((revision, fault) -> faults.add(revision + " " + fault.getMessage()));
    registry.settings("web", 4, "{\"max_users\":\"many\"}");
    await().until(() -> faults.size() == 1);
    assertThat(faults.get(0)).startsWith("4 ").contains("many").contains("max_users");
    assertThat(settings.get().maxUsers()).isEqualTo(5);
    assertThat(settings.revision()).isEqualTo(3);
    assertThat(settings.stale()).isTrue();
    registry.settings("web", 5, "{\"max_users\":6}");
    await().until(() -> settings.get().maxUsers() == 6 && !settings.stale());
  }

  @Test
  void theRevisionNeverGoesBack() throws Exception {
    registry.settings("web", 5, "{\"max_users\":5}");
    assertThat(settings.awaitReady(LONG)).isTrue();
    registry.settings("web", 4, "{\"max_users\":4}");
    await().until(settings::stale);
    assertThat(settings.revision()).isEqualTo(5);
    assertThat(settings.get().maxUsers()).isEqualTo(5);
    registry.settings("web", 6, "{\"max_users\":6}");
    await().until(() -> settings.revision() == 6 && !settings.stale());
  }

  @Test
  void aServiceThatIsGoneKeepsItsSettingsStale() throws Exception {
    registry.settings("web", 5, "{\"max_users\":5}");
    assertThat(settings.awaitReady(LONG)).isTrue();
    registry.forget("web");
    await().until(settings::stale);
    assertThat(settings.get().maxUsers()).isEqualTo(5);
  }

  @Test
  void whatIsNotKnownYetIsSaidSo() {
    assertThatThrownBy(settings::get).isInstanceOf(NotReadyException.class);
    assertThat(settings.revision()).isZero();
    assertThat(settings.stale()).isTrue();
  }

  @Test
  void anInstanceAsksForTheSettingsOfTheRevisionThatItRuns() {
    Map<String, String> environment =
        Map.of("BERTH_SERVICE", "web", "BERTH_INSTANCE", "web-1-r2-a1b2c3");
    try (BerthClient inside = Quick.client(registry).environment(environment).build()) {
      inside.settings("web", JsonNode.class);
      inside.settings("flags", JsonNode.class);
      String services = "GET /v1/namespaces/default/services/";
      await()
          .untilAsserted(
              () ->
                  assertThat(registry.requests())
                      .contains(
                          services + "web/settings?instance=web-1-r2-a1b2c3",
                          services + "flags/settings"));
    }
  }
}
