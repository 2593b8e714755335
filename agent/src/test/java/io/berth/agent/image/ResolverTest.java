package io.berth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.agent.container.PullException;
import io.berth.agent.kit.FakeEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ResolverTest {
  private static final String PINNED = "r:5000/web@sha256:" + "ab".repeat(32);

  private final FakeEngine engine = new FakeEngine();
  private final Resolver resolver =
      new Resolver(engine, new Credentials(Path.of("nowhere.json")), "r:5000", image -> {});

  @Test
  void onADiskThatIsAllButFullNothingIsPulled() {
    engine.free(80 << 20);

    assertThatThrownBy(() -> resolver.resolve("web:v2", ""))
        .isInstanceOf(PullException.class)
        .hasMessage(
            "pull of r:5000/web:v2 failed: the host's disk is full: 80 MiB are free for images,"
                + " and 256 MiB are to be before a pull");
    assertThat(engine.done()).isEmpty();
  }

  @Test
  void whatIsHereAlreadyNeedsNoRoom() {
    engine.has(PINNED);
    engine.free(0);

    assertThat(resolver.resolve(PINNED, "")).isEqualTo(PINNED);
  }
}
