package io.berth.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuilderTest {
  @Test
  void whatIsUnsaidComesFromTheEnvironment() throws Exception {
    try (StubRegistry registry = new StubRegistry();
        BerthClient client =
            BerthClient.builder()
                .environment(
                    Map.of(
                        "BERTH_SERVER",
                        registry.url() + "/, " + registry.url(),
                        "BERTH_NAMESPACE",
                        "shop"))
                .build()) {
      assertThat(client.lookup("web").awaitReady(Duration.ofSeconds(10))).isTrue();
      assertThat(registry.requests())
          .first()
          .isEqualTo("GET /v1/namespaces/shop/services/web/instances?passing=true");
    }
  }

  @Test
  void whatIsNotAnHttpUrlIsRefused() {
    for (String wrong : List.of("127.0.0.1:7400", "ftp://x", "http://", "", "http://h:1?x=y")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> BerthClient.builder().endpoints(wrong).build());
    }
  }

  @Test
  void namesAndTokensThatCannotBeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> BerthClient.builder().namespace("../x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BerthClient.builder().token("two\nlines"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BerthClient.builder().emptyGrace(Duration.ofSeconds(-1)));
  }

  @Test
  void aClientKeepsNoProgramAlive() throws Exception {
    try (StubRegistry registry = new StubRegistry();
        BerthClient client = Quick.client(registry).build()) {
      client.lookup("web").awaitReady(Duration.ofSeconds(10));
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(
              thread ->
                  thread.getName().startsWith("berth-")
                      || thread.getName().startsWith("HttpClient"))
          .isNotEmpty()
          .allMatch(Thread::isDaemon);
    }
  }
}
