package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.api.Instance;
import io.berth.e2e.kit.Api;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Servers;
import io.berth.sdk.BerthClient;
import io.berth.sdk.Lease;
import io.berth.sdk.Lookup;
import io.berth.sdk.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The SDK on real servers. */
class ClientIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  record Limits(int maxUsers) {}

  private final Path folder = Ground.folder("client");
  private final Servers servers =
      Servers.of(folder.getFileName().toString().toLowerCase(Locale.ROOT), folder);
  private final Api api = servers.api();

  @BeforeEach
  void start() {
    servers.start();
    api.put("web", "{\"settings\":{\"max_users\":5}}");
  }

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  @Tag("of-three")
  void c1AProgramStartedWhileEveryServerIsAwayFindsItsServicesMarkedStale() throws Exception {
    try (BerthClient provider = client();
        Lease lease = register(provider, "one")) {
      assertThat(lease.awaitRegistered(LONG)).isTrue();
      try (BerthClient before = client()) {
        await().atMost(LONG).until(() -> ids(before.lookup("web")).equals(List.of("one")));
        assertThat(before.settings("web", Limits.class).awaitReady(LONG)).isTrue();
      }
      servers.kill();
      try (BerthClient after = client()) {
        Lookup web = after.lookup("web");
        Settings<Limits> limits = after.settings("web", Limits.class);
        assertThat(web.awaitReady(LONG)).isTrue();
        assertThat(web.pick().id()).isEqualTo("one");
        assertThat(web.stale()).isTrue();
        assertThat(limits.get()).isEqualTo(new Limits(5));
        assertThat(limits.stale()).isTrue();
        servers.start();
        await().atMost(LONG).until(() -> !web.stale() && !limits.stale());
        assertThat(ids(web)).containsExactly("one");
        await().atMost(LONG).until(lease::isRegistered);
      }
    }
  }

  @Test
  void c2AnAnswerThatWouldEmptyAServiceIsKeptForAGraceTimeThenBelieved() throws Exception {
    Duration grace = Duration.ofSeconds(3);
    try (BerthClient provider = client();
        Lease lease = register(provider, "one");
        BerthClient client = builder().emptyGrace(grace).build()) {
      Lookup web = client.lookup("web");
      await().atMost(LONG).until(() -> ids(web).equals(List.of("one")));
      long emptied = System.nanoTime();
      lease.close();
      assertThat(api.instances("web", true)).isEmpty();
      await().atMost(LONG).until(web::stale);
      assertThat(ids(web)).containsExactly("one");
      await().atMost(LONG).until(() -> web.instances().isEmpty());
      assertThat(Duration.ofNanos(System.nanoTime() - emptied)).isGreaterThanOrEqualTo(grace);
      await().atMost(LONG).until(() -> !web.stale());
    }
  }

  @Test
  void aRegistrationIsFoundRenewedPastItsTtlAndGoneOnceClosed() throws Exception {
    try (BerthClient client = builder().emptyGrace(Duration.ZERO).build()) {
      Lookup web = client.lookup("web");
      Lease lease = register(client, "one");
      await().atMost(LONG).until(() -> ids(web).equals(List.of("one")));
      Lease second = register(client, "two");
      await().atMost(LONG).until(() -> ids(web).equals(List.of("one", "two")));
      await()
          .during(Duration.ofSeconds(5))
          .atMost(LONG)
          .until(() -> ids(web).equals(List.of("one", "two")));
      lease.close();
      second.close();
      await().atMost(LONG).until(() -> web.instances().isEmpty());
    }
  }

  @Test
  void settingsAreLive() throws Exception {
    try (BerthClient client = client()) {
      Settings<Limits> limits = client.settings("web", Limits.class);
      assertThat(limits.awaitReady(LONG)).isTrue();
      assertThat(limits.get()).isEqualTo(new Limits(5));
      long before = limits.revision();
      api.put("web", "{\"settings\":{\"max_users\":6}}");
      await().atMost(LONG).until(() -> limits.get().equals(new Limits(6)));
      assertThat(limits.revision()).isEqualTo(before + 1);
      api.put("web", "{\"settings\":{\"max_users\":\"many\"}}");
      await().atMost(LONG).until(limits::stale);
      assertThat(limits.get()).isEqualTo(new Limits(6));
    }
  }

  private BerthClient client() {
    return builder().build();
  }

  private io.berth.sdk.BerthClientBuilder builder() {
    return BerthClient.builder()
        .environment(Map.of())
        .endpoints(servers.urls().stream().map(URI::toString).toArray(String[]::new))
        .cacheDirectory(folder.resolve("cache"));
  }

  private static Lease register(BerthClient client, String id) {
    return client
        .register("web")
        .id(id)
        .address("127.0.0.1")
        .port(8080)
        .ttl(Duration.ofSeconds(2))
        .start();
  }

  private static List<String> ids(Lookup lookup) {
    return lookup.instances().stream().map(Instance::id).toList();
  }
}
