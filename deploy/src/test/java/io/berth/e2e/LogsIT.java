package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.api.LogLine;
import io.berth.api.Revision;
import io.berth.api.RolloutState;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.House;
import io.berth.e2e.kit.Logs;
import io.berth.e2e.kit.Specs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What containers print, through the registry. */
class LogsIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String LISTENS = ": listening on port 80";

  private static House house;

  @BeforeAll
  static void open() {
    house = House.open("logs");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void theLinesOfAllReplicasComeByTimeAndNoneOfAnotherService() {
    put("pair", Specs.web("web:v1", Ground.freePort(), 2));
    put("other", Specs.web("web:v2", Ground.freePort()));

    List<LogLine> lines = Logs.read(server(), "pair", "");

    assertThat(lines).hasSize(2).extracting(LogLine::line).containsOnly("v1" + LISTENS);
    assertThat(lines).extracting(LogLine::replica).containsExactlyInAnyOrder(0, 1);
    assertThat(lines).extracting(LogLine::time).isSorted();
    assertThat(lines)
        .allMatch(line -> line.host().equals("h1") && line.revision() == 1)
        .allMatch(line -> line.stream().equals(LogLine.STDOUT));
    assertThat(instances(lines)).isEqualTo(names("pair"));
  }

  @Test
  void theCommandLineShowsWhichOfThemPrintedALine() {
    put("shown", Specs.web("web:v1", Ground.freePort()));

    String shown = berth("logs", "shown", "--tail", "10");
    String json = berth("logs", "shown", "-o", "json", "--host", "h1");

    assertThat(shown).isEqualTo("shown-0@h1 r1 | v1" + LISTENS + "\n");
    assertThat(json).startsWith("{\"host\":\"h1\",").contains("\"line\":\"v1" + LISTENS + "\"");
  }

  @Test
  void whatGoesToStandardErrorIsToldApart() {
    int port = Ground.freePort();
    put("loud", Specs.web("web:v1", port, "\"LOG_REQUESTS\":\"1\"", new String[0]));
    try (Logs logs = Logs.follow(server(), "loud")) {
      await().atMost(LONG).until(() -> logs.has(1, "v1" + LISTENS));

      request(port);

      await().atMost(LONG).until(() -> logs.has(1, "v1: GET /"));
      assertThat(logs.lines())
          .filteredOn(line -> line.line().equals("v1: GET /"))
          .extracting(LogLine::stream)
          .containsOnly(LogLine.STDERR);
    }
  }

  @Test
  void whoFollowsSeesTheOldVersionGoAndTheNewOneCome() {
    int port = Ground.freePort();
    put("rolled", Specs.web("web:v1", port));
    try (Logs logs = Logs.follow(server(), "rolled")) {
      await().atMost(LONG).until(() -> logs.has(1, "v1" + LISTENS));

      put("rolled", Specs.web("web:v2", port));

      await().atMost(LONG).until(() -> logs.has(2, "v2" + LISTENS));
      await().atMost(LONG).until(() -> logs.has(1, "v1: asked to end by SIGTERM"));
      assertThat(logs.lines()).doesNotHaveDuplicates();
      assertThat(logs.lines()).noneMatch(line -> line.stream().equals(LogLine.BERTH));
    }
    assertThat(Logs.read(server(), "rolled", "revision=2"))
        .extracting(LogLine::line)
        .containsExactly("v2" + LISTENS);
  }

  @Test
  void aContainerThatIsStartedAgainIsReadOn() {
    put("again", Specs.web("web:v1", Ground.freePort()));
    try (Logs logs = Logs.follow(server(), "again")) {
      await().atMost(LONG).until(() -> logs.has(1, "v1" + LISTENS));

      house.engine().docker("kill", house.running("again").get(0).id());

      await().atMost(LONG).until(() -> logs.lines().size() == 2);
      assertThat(logs.lines()).extracting(LogLine::line).containsOnly("v1" + LISTENS);
      assertThat(logs.lines()).doesNotHaveDuplicates();
    }
  }

  @Test
  void anAgentThatIsKilledIsSaidAndReadOnOnceItIsBack() {
    int port = Ground.freePort();
    put("alone", Specs.web("web:v1", port, "\"LOG_REQUESTS\":\"1\"", new String[0]));
    String agent = house.api().hosts().get(0).agent();
    try (Logs logs = Logs.follow(server(), "alone")) {
      await().atMost(LONG).until(() -> logs.has(1, "v1" + LISTENS));

      house.agent().kill();
      List<LogLine> lines = Logs.read(server(), "alone", "");

      assertThat(lines).singleElement().extracting(LogLine::stream).isEqualTo(LogLine.BERTH);
      assertThat(lines.get(0).line())
          .startsWith("the agent at " + agent + " cannot be reached: connection refused; start it");
      await().atMost(LONG).until(() -> logs.has(0, lines.get(0).line()));
      request(port);
      house.agent().start();
      await().atMost(LONG).until(() -> logs.has(1, "v1: GET /"));
      assertThat(logs.lines()).doesNotHaveDuplicates();
    } finally {
      if (!house.agent().isAlive()) {
        house.agent().start();
      }
    }
  }

  private static URI server() {
    return house.servers().urls().get(0);
  }

  private static void put(String service, String spec) {
    Revision revision = house.api().put(service, spec);
    assertThat(house.api().awaitEnd(service, revision.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
  }

  private static Set<String> instances(List<LogLine> lines) {
    return lines.stream().map(LogLine::instance).collect(Collectors.toSet());
  }

  private static Set<String> names(String service) {
    return house.running(service).stream()
        .map(container -> container.name())
        .collect(Collectors.toSet());
  }

  private static String berth(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(Ground.deploy().resolve("bin/berth").toString()));
    command.addAll(List.of(arguments));
    return Ground.run(Map.of("BERTH_SERVER", server().toString()), command);
  }

  private static void request(int port) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    try {
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .build()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
