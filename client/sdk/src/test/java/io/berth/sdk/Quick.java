package io.berth.sdk;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Clients whose pauses are short, which prefer the first server and have no jitter. */
final class Quick {
  private Quick() {}

  static BerthClientBuilder client(StubRegistry... servers) {
    return client(Arrays.stream(servers).map(StubRegistry::url).toArray(String[]::new));
  }

  static BerthClientBuilder client(String... endpoints) {
    return BerthClient.builder()
        .environment(Map.of())
        .endpoints(endpoints)
        .pace(pace())
        .random(() -> 0L);
  }

  static Pace pace() {
    return new Pace(
        Duration.ofMillis(800),
        Duration.ofMillis(100),
        Duration.ofMillis(400),
        Duration.ofMillis(100),
        Duration.ofSeconds(30),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(50),
        Duration.ofMillis(20),
        Duration.ofMillis(100));
  }
}
