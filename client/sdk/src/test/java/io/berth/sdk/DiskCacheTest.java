package io.berth.sdk;

import static io.berth.sdk.StubRegistry.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C1: every server away, the program starts again. */
class DiskCacheTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  record Limits(int maxUsers) {}

  @TempDir Path directory;
  private final StubRegistry registry = new StubRegistry();

  @BeforeEach
  void aProgramRanBefore() throws Exception {
    registry.instances("web", instance("a"), instance("b"));
    registry.settings("web", 7, "{\"max_users\":5}");
    try (BerthClient client = client()) {
      assertThat(client.lookup("web").awaitReady(LONG)).isTrue();
      assertThat(client.settings("web", Limits.class).awaitReady(LONG)).isTrue();
    }
    registry.stop();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aProgramStartedWhileEveryServerIsAwayFindsItsServicesMarkedStale() throws Exception {
    try (BerthClient client = client()) {
      Lookup web = client.lookup("web");
      assertThat(web.instances()).hasSize(2);
      assertThat(web.stale()).isTrue();
      assertThat(web.awaitReady(LONG)).isTrue();
      assertThat(web.pick().service()).isEqualTo("web");
    }
  }

  @Test
  void aProgramStartedWhileEveryServerIsAwayHasItsSettingsMarkedStale() throws Exception {
    try (BerthClient client = client()) {
      Settings<Limits> settings = client.settings("web", Limits.class);
      assertThat(settings.get()).isEqualTo(new Limits(5));
      assertThat(settings.revision()).isEqualTo(7);
      assertThat(settings.stale()).isTrue();
      assertThat(settings.awaitReady(LONG)).isTrue();
    }
  }

  @Test
  void theServersWordReplacesTheCacheWhenTheyAreBack() throws Exception {
    try (BerthClient client = client()) {
      Lookup web = client.lookup("web");
      Settings<Limits> settings = client.settings("web", Limits.class);
      registry.instances("web", instance("c"));
      registry.settings("web", 1, "{\"max_users\":6}");
      registry.start();
      await().until(() -> web.pick().id().equals("c") && !web.stale());
      // Lower than in the cache, as after the registry began anew: the servers are right.
      await().until(() -> settings.revision() == 1);
    }
  }

  @Test
  void aServerThatLagsDoesNotGoBehindTheCacheWhileAnotherDoesNot() throws Exception {
    registry.start();
    registry.settings("web", 6, "{\"max_users\":6}");
    try (StubRegistry other = new StubRegistry();
        BerthClient client = Quick.client(registry, other).cacheDirectory(directory).build()) {
      other.settings("web", 7, "{\"max_users\":5}");
      Settings<Limits> settings = client.settings("web", Limits.class);
      List<Limits> shown = new CopyOnWriteArrayList<>();
      settings.onChange((before, now) -> shown.add(now));
      await().until(() -> !settings.stale());
      assertThat(registry.requests()).last().asString().contains("/settings");
      assertThat(settings.revision()).isEqualTo(7);
      assertThat(shown).isEmpty();
    }
  }

  @Test
  void aCorruptFileIsIgnored() throws IOException {
    for (String damage : List.of("", "{", "null", "[]", "{\"service\":\"web\"}", "\0\0\0\0")) {
      for (Path file : files()) {
        Files.writeString(file, damage);
      }
      try (BerthClient client = client()) {
        assertThat(client.lookup("web").instances()).isEmpty();
        assertThat(client.settings("web", Limits.class).revision()).isZero();
      }
    }
  }

  @Test
  void aFileOfAnotherServiceIsIgnored() throws IOException {
    Files.copy(
        directory.resolve("default.web.instances.json"),
        directory.resolve("default.db.instances.json"));
    try (BerthClient client = client()) {
      assertThat(client.lookup("db").instances()).isEmpty();
    }
  }

  @Test
  void nothingButTheFilesThemselvesIsLeftInTheDirectory() throws IOException {
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("default.web.instances.json", "default.web.settings.json");
  }

  @Test
  void aDirectoryThatCannotBeMadeOnlyCostsTheCache() throws Exception {
    registry.start();
    Path below = directory.resolve("default.web.instances.json").resolve("below");
    try (BerthClient client = Quick.client(registry).cacheDirectory(below).build()) {
      assertThat(client.lookup("web").awaitReady(LONG)).isTrue();
      assertThat(client.lookup("web").instances()).hasSize(2);
    }
  }

  private BerthClient client() {
    return Quick.client(registry).cacheDirectory(directory).build();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
