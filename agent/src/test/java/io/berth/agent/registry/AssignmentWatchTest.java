package io.berth.agent.registry;

import static io.berth.agent.kit.SpecBuilder.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.StubRegistry;
import io.berth.agent.site.Site;
import io.berth.api.HostAssignments;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentWatchTest {
  private final StubRegistry registry = new StubRegistry("berth");
  private final StubRegistry other = new StubRegistry("berth");
  private final List<HostAssignments> taken = new CopyOnWriteArrayList<>();
  private AssignmentWatch watch;
  private Lookout lookout;

  private void follow(URI... servers) {
    follow(Optional.empty(), servers);
  }

  private void follow(Optional<HostAssignments> remembered, URI... servers) {
    RegistryClient client = new RegistryClient(new Servers(List.of(servers)));
    lookout = new Lookout(client, RandomGenerator.getDefault());
    lookout.start();
    watch =
        new AssignmentWatch(
            client,
            new Site("berth", "h1", "127.0.0.1", "127.0.0.1", Map.of()),
            taken::add,
            RandomGenerator.getDefault(),
            Duration.ofSeconds(1));
    watch.start(remembered);
  }

  @AfterEach
  void close() {
    lookout.close();
    watch.close();
    registry.close();
    other.close();
  }

  private long asked() {
    return registry.asked().stream().filter(one -> one.startsWith("GET")).count();
  }

  @Test
  void everyChangeIsTakenAtOnceAndNothingIsAskedTwice() {
    follow(registry.uri());
    await().until(() -> taken.size() == 1);
    registry.assign(spec().assigned(1, "web@sha256:1"));
    await().until(() -> taken.size() == 2);
    assertThat(taken.get(1).assignments()).hasSize(1);
    await().until(() -> asked() == 3);
  }

  @Test
  void anEmptyHostIsAnAnswerToo() {
    registry.assign(spec().assigned(1, "web@sha256:1"));
    follow(registry.uri());
    await().until(() -> taken.size() == 1);
    registry.assign();
    await().until(() -> taken.size() == 2);
    assertThat(taken.get(1).assignments()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 404, 500, 503})
  void noOtherStatusIsAnAnswer(int status) {
    registry.refuseWith(status);
    follow(registry.uri());
    await().until(() -> asked() > 1);
    assertThat(taken).isEmpty();
    registry.refuseWith(0);
    await().until(() -> taken.size() == 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "<html>",
        "{\"cluster\":\"berth\",\"host\":\"h1\",\"assignments\":[{\"replica\":\"x\"}]}",
        "{\"cluster\":\"other\",\"host\":\"h1\",\"assignments\":[]}",
        "{\"cluster\":\"berth\",\"host\":\"h2\",\"assignments\":[]}",
      })
  void whatIsNotForThisHostOfThisClusterIsNoAnswer(String body) {
    registry.answerInstead(body);
    follow(registry.uri());
    await().until(() -> asked() > 1);
    assertThat(taken).isEmpty();
    registry.answerInstead(null);
    await().until(() -> taken.size() == 1);
  }

  @Test
  void aServerThatIsAwayIsLeftForTheNext() {
    other.down();
    follow(other.uri(), registry.uri());
    await().until(() -> taken.size() == 1);
    registry.down();
    other.up();
    await().until(() -> taken.size() == 2);
    registry.up();
  }

  @Test
  void aServerOfAnotherKindIsLeftForTheNext() {
    other.foreign();
    follow(other.uri(), URI.create("http://no-such-host.invalid:7400"), registry.uri());
    await().until(() -> taken.size() == 1);
  }

  @Test
  void aServerThatFallsSilentWhileItIsWaitedForIsLeftWithinTwoSeconds() {
    follow(registry.uri(), other.uri());
    await().until(() -> asked() == 2);
    registry.silent(true);
    await().atMost(Duration.ofMillis(2300)).until(() -> !other.asked().isEmpty());
  }

  @Test
  void aServerThatIsAMomentBehindPutsNothingBack() {
    registry.assign(spec().assigned(2, "web@sha256:2"));
    other.assign(spec().assigned(1, "web@sha256:1"));
    follow(registry.uri(), other.uri());
    await().until(() -> asked() == 2);
    registry.down();
    await().until(() -> other.asked().size() == 2);
    other.assign(spec().assigned(2, "web@sha256:2"));
    await().until(() -> taken.size() == 2);
    assertThat(taken).allMatch(one -> one.assignments().get(0).revision() == 2);
  }

  @Test
  void whatAnotherServerSaysIsBelievedWhenItHadTimeToCatchUp() {
    registry.assign(spec().assigned(2, "web@sha256:2"));
    follow(registry.uri(), other.uri());
    await().until(() -> asked() == 2);
    registry.down();
    await().until(() -> taken.size() == 2);
    assertThat(taken.get(1).assignments()).isEmpty();
    assertThat(other.asked().size()).isLessThan(5);
  }

  @Test
  void afterARestartAServerThatIsAMomentBehindPutsNothingBackEither() {
    registry.assign(spec().assigned(1, "web@sha256:1"));
    HostAssignments newer =
        new HostAssignments(
            "berth",
            "h1",
            List.of(spec().assigned(2, "web@sha256:2")),
            List.of(),
            List.of(),
            List.of());
    follow(Optional.of(newer), registry.uri(), other.uri());
    await().until(() -> asked() == 2);
    registry.assign(spec().assigned(2, "web@sha256:2"));
    await().until(() -> taken.size() == 1);
    assertThat(taken.get(0)).isEqualTo(newer);
  }
}
