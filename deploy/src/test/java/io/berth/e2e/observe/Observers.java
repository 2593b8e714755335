package io.berth.e2e.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.e2e.kit.Server;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;

/**
 * Watchers that take down all that they are told: for each service and each lookup one at every
 * server, and one that moves to the next server with each answer. What fails is asked again, of
 * another server where the watcher moves.
 */
public final class Observers implements AutoCloseable {
  /** How soon after the last change every watcher must know it. */
  public static final Duration PROMPT = Duration.ofSeconds(2);

  private static final int WAIT_S = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(WAIT_S + 3);
  private static final Executor AGAIN =
      CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS);
  private static final String SERVICES = "/v1/namespaces/default/services/";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final List<Server> servers;
  private final Queue<Sight> sights = new ConcurrentLinkedQueue<>();
  private final Queue<Sight> lookups = new ConcurrentLinkedQueue<>();
  private final Map<String, Sight> last = new ConcurrentHashMap<>();
  private final LongAdder failed = new LongAdder();
  private volatile boolean watching = true;

  private Observers(List<Server> servers) {
    this.servers = servers;
  }

  /** Begins to watch services, and their instances. */
  public static Observers of(List<Server> servers, List<String> services) {
    Observers observers = new Observers(servers);
    for (String service : services) {
      for (boolean lookup : List.of(false, true)) {
        for (int i = 0; i < servers.size(); i++) {
          observers.new Watcher(service, lookup, i, false).ask();
        }
        observers.new Watcher(service, lookup, 0, true).ask();
      }
    }
    return observers;
  }

  /** All that was told of services so far, each watcher's in its order. */
  public List<Sight> sights() {
    return new ArrayList<>(sights);
  }

  /** All that was told of instances so far, each watcher's in its order. */
  public List<Sight> lookups() {
    return new ArrayList<>(lookups);
  }

  /** How many requests failed. */
  public long failed() {
    return failed.sum();
  }

  /** Waits until every watcher of a service knows a revision, from now on promptly. */
  public void awaitRevision(String service, long revision) {
    Awaitility.await("watchers of " + service + " see " + revision)
        .atMost(PROMPT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> behind(service, false, revision, Set.of()), List::isEmpty);
  }

  /** Waits until every watcher of a service's instances knows them, from now on promptly. */
  public void awaitInstances(String service, Set<String> instances) {
    Awaitility.await("lookups of " + service + " answer " + instances)
        .atMost(PROMPT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> behind(service, true, 0, instances), List::isEmpty);
  }

  private List<String> behind(
      String service, boolean lookup, long revision, Set<String> instances) {
    List<String> behind = new ArrayList<>();
    for (int i = 0; i <= servers.size(); i++) {
      String watcher = name(service, lookup, i < servers.size() ? servers.get(i).name() : "moving");
      Sight sight = last.get(watcher);
      boolean knows =
          sight != null
              && (lookup ? sight.contents().equals(instances) : sight.revision() >= revision);
      if (!knows) {
        behind.add(watcher + " knows " + sight);
      }
    }
    return behind;
  }

  private static String name(String service, boolean lookup, String where) {
    return (lookup ? "lookup of " : "watch of ") + service + " at " + where;
  }

  @Override
  public void close() {
    watching = false;
  }

  private final class Watcher {
    private final String name;
    private final String service;
    private final boolean lookup;
    private final boolean moves;
    private int at;
    private String etag;

    Watcher(String service, boolean lookup, int at, boolean moves) {
      this.name = name(service, lookup, moves ? "moving" : servers.get(at).name());
      this.service = service;
      this.lookup = lookup;
      this.at = at;
      this.moves = moves;
    }

    void ask() {
      if (!watching) {
        return;
      }
      Server server = servers.get(at);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  server.url().resolve(SERVICES + service + (lookup ? "/instances" : "")))
              .timeout(TIMEOUT)
              .header("Prefer", "wait=" + (moves ? 1 : WAIT_S));
      if (etag != null) {
        request.header("If-None-Match", etag);
      }
      var unused =
          http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
              .handle((answer, failure) -> heed(server, answer))
              .thenAcceptAsync(soon -> ask(), AGAIN);
    }

    /** Whatever was told, the next question comes a moment later. */
    private boolean heed(Server server, HttpResponse<String> answer) {
      int status = answer == null ? 0 : answer.statusCode();
      if (status == 200 || status == 404) {
        etag = answer.headers().firstValue("ETag").orElse(null);
        see(server, status == 200 ? json(answer.body()) : Json.mapper().createObjectNode());
      } else if (status != 304) {
        failed.increment();
      }
      at = moves ? (at + 1) % servers.size() : at;
      return status == 200;
    }

    private void see(Server server, JsonNode state) {
      Sight sight =
          new Sight(
              name,
              server.name(),
              service,
              lookup ? 0 : state.path("revision").asLong(),
              lookup ? ids(state) : content(state),
              System.nanoTime());
      (lookup ? lookups : sights).add(sight);
      last.put(name, sight);
    }

    private static Set<String> content(JsonNode state) {
      String content = state.at("/spec/settings/by").asText();
      return content.isEmpty() ? Set.of() : Set.of(content);
    }

    private static Set<String> ids(JsonNode state) {
      Set<String> ids = new HashSet<>();
      state.path("instances").forEach(instance -> ids.add(instance.path("id").asText()));
      return ids;
    }

    private static JsonNode json(String text) {
      try {
        return Json.mapper().readTree(text);
      } catch (IOException e) {
        throw new IllegalStateException(text, e);
      }
    }
  }
}
