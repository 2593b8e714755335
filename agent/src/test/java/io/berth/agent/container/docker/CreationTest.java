package io.berth.agent.container.docker;

import static io.berth.agent.kit.SpecBuilder.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.container.Blueprint;
import io.berth.agent.reconcile.Origin;
import io.berth.agent.site.Site;
import io.berth.agent.thread.Threads;
import io.berth.api.Assignment;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreationTest {
  private static final Site SITE = new Site("berth", "h1", "10.0.0.1", "0.0.0.0", Map.of());

  @ParameterizedTest
  @CsvSource({"0, 0", "500, 1", "1000, 1", "1500, 2"})
  void noContainerHasLessTimeToEndThanItsSpecSays(long millis, int seconds) throws IOException {
    Assignment assignment = spec().grace(Duration.ofMillis(millis)).assigned(1, "web@sha256:1");
    Blueprint blueprint = Blueprint.of(assignment, Origin.of(assignment), "web-0", SITE);
    try (Threads threads = new Threads();
        DockerConnection unused = new DockerConnection("unix:///nowhere", threads.timer())) {
      assertThat(Creation.command(unused.client(), blueprint).getStopTimeout()).isEqualTo(seconds);
    }
  }
}
