package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.kit.Api;
import io.berth.e2e.kit.Crowd;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Program;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** As many watchers as one server takes. */
class CrowdIT {
  private static final int SERVICES = 100;
  private static final int EACH = 50;
  private static final int ALL = 2 * SERVICES * EACH;
  private static final Duration TOLD = Duration.ofSeconds(5);
  private static final long MOST_MEMORY_MB = 600;
  private static final long MB = 1_000_000;

  private final Path folder = Ground.folder("crowd");
  private final int port = Ground.freePort();
  private final URI url = URI.create("http://127.0.0.1:" + port);
  private final Api api = new Api(url);
  private final List<String> services =
      IntStream.range(0, SERVICES).mapToObj(i -> "crowd-" + i).toList();

  @Test
  void tenThousandWatchersEachHearWhatConcernsThemAndNoMoreAreTaken() {
    try (Program server =
        new Program("berth-server", arguments(), url.resolve("/health/ready"), log())) {
      server.start();
      services.forEach(service -> change(service, 1));
      long before = heap(server);
      List<String> paths =
          services.stream().flatMap(name -> Stream.of(path(name), instances(name))).toList();
      long began = System.nanoTime();
      try (Crowd crowd = new Crowd(url, paths, EACH)) {
        awaitWatching(crowd, ALL);
        System.out.printf("CROWD: %d watch after %d ms%n", ALL, millisSince(began));

        change(services.get(0), 2);
        await(crowd, "those of one service", () -> crowd.changes() >= 2 * EACH);
        awaitWatching(crowd, ALL);
        assertThat(crowd.changes(path(services.get(0)))).isEqualTo(EACH);
        assertThat(crowd.changes(instances(services.get(0)))).isEqualTo(EACH);
        assertThat(crowd.changes()).as("nobody else is woken").isEqualTo(2 * EACH);

        long changed = System.nanoTime();
        services.forEach(service -> change(service, 3));
        long wrote = millisSince(changed);
        await(crowd, "all", () -> crowd.changes() >= 2 * EACH + ALL);
        long told = millisSince(changed);
        awaitWatching(crowd, ALL);
        paths.stream()
            .skip(2)
            .forEach(path -> assertThat(crowd.changes(path)).as(path).isEqualTo(EACH));
        System.out.printf(
            "CROWD: %d changes written in %d ms, the last of %d watchers told after %d ms%n",
            2 * SERVICES, wrote, ALL, told);
        assertThat(told - wrote).as("after the last change").isLessThan(TOLD.toMillis());

        refusesOneMore();
        change(services.get(1), 4);
        await(crowd, "those of another service", () -> crowd.changes() >= 4 * EACH + ALL);
        assertThat(server.isReady()).isTrue();
        long resident = server.memory() / MB;
        System.out.printf("CROWD: %d MB resident%n", resident);
        assertThat(resident).isLessThan(MOST_MEMORY_MB);
        long during = heap(server);
        crowd.close();
        awaitWatching(crowd, 0);
        long after = heap(server);
        System.out.printf(
            "CROWD: %d MB of live heap before, %d MB with it, %d MB after%n",
            before / MB, during / MB, after / MB);
        assertThat(after - before).isLessThan((during - before) / 4);
      }
    }
  }

  private void refusesOneMore() {
    HttpResponse<String> now = api.call("GET", path(services.get(0)), null);
    assertThat(now.statusCode()).isEqualTo(200);
    String etag = now.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> more =
        api.call("GET", path(services.get(0)), null, "If-None-Match", etag, "Prefer", "wait=10");
    assertThat(more.statusCode()).isEqualTo(503);
    assertThat(more.body())
        .contains(
            "\"busy\"", ALL + " watches are pending here; ask without Prefer: wait, or later");
  }

  /** Changes what each of a service's paths answers. */
  private void change(String service, int number) {
    api.put(service, "{\"settings\":{\"number\":" + number + "}}");
    String instance =
        "{\"address\":\"127.0.0.1\",\"port\":" + (8000 + number) + ",\"ttl\":\"10m\"}";
    String path = path(service) + "/instances/one";
    assertThat(api.call("PUT", path, instance).statusCode()).isBetween(200, 201);
  }

  private static void await(Crowd crowd, String whom, Callable<Boolean> told) {
    Awaitility.await(whom + " are told")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .failFast(() -> assertThat(crowd.failed()).isEmpty())
        .until(told);
  }

  private void awaitWatching(Crowd crowd, int many) {
    Awaitility.await(many + " watches")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThat(crowd.failed()).isEmpty())
        .until(() -> figure("berth_watches") == many);
  }

  /** The live part of its heap, in bytes. */
  private long heap(Program server) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Ground.run(Map.of(), List.of(jcmd, Long.toString(server.pid()), "GC.run"));
    return (long) figure("jvm_memory_used_bytes{area=\"heap\"");
  }

  /** The sum of what the server says of itself under a name. */
  private double figure(String name) {
    return api.call("GET", "/metrics", null)
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private List<String> arguments() {
    return List.of(
        "--listen",
        "127.0.0.1:" + port,
        "--data-dir",
        folder.resolve("server").toString(),
        "--cluster",
        folder.getFileName().toString().toLowerCase(Locale.ROOT),
        "--cluster-listen",
        "127.0.0.1:0");
  }

  private Path log() {
    return folder.resolve("server.log");
  }

  private static String path(String service) {
    return "/v1/namespaces/default/services/" + service;
  }

  private static String instances(String service) {
    return path(service) + "/instances?passing=true";
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
