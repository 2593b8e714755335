package io.berth.agent.container.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import io.berth.agent.container.Engine.Facts;
import io.berth.agent.container.Engine.Usage;
import io.berth.agent.container.EngineException;
import io.berth.agent.container.EngineException.Kind;
import io.berth.api.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Questions that are asked past the client library: it only knows the stats that make the engine
 * sample twice, a second apart, and it reads all an engine can say of itself.
 */
final class Raw {
  private static final int OK = 200;
  private static final long MILLIS_PER_CPU = 1000;

  private Raw() {}

  static Facts facts(DockerHttpClient http) {
    JsonNode all = get(http, "/info");
    return new Facts(
        all.path("ServerVersion").asText(),
        all.path("NCPU").asLong() * MILLIS_PER_CPU,
        all.path("MemTotal").asLong());
  }

  /** Where the engine keeps its images, on its own file system. */
  static String root(DockerHttpClient http) {
    return get(http, "/info").path("DockerRootDir").asText();
  }

  static Usage usage(DockerHttpClient http, String name) {
    return usage(get(http, "/containers/" + name + "/stats?stream=false&one-shot=true"));
  }

  /** As the Docker CLI counts: without the page cache, named so by cgroup v2 and then by v1. */
  static Usage usage(JsonNode stats) {
    JsonNode memory = stats.path("memory_stats");
    JsonNode details = memory.path("stats");
    long cache = details.path("inactive_file").asLong(details.path("total_inactive_file").asLong());
    long used = Math.max(0, memory.path("usage").asLong() - cache);
    return new Usage(stats.path("cpu_stats").path("cpu_usage").path("total_usage").asLong(), used);
  }

  private static JsonNode get(DockerHttpClient http, String path) {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path(path)
            .build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      if (response.getStatusCode() != OK) {
        throw new EngineException(
            Kind.REFUSED, "the engine answered " + response.getStatusCode() + " to " + path);
      }
      return Json.mapper().readTree(response.getBody());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
