package io.berth.e2e.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.berth.api.ContainerRecord;
import io.berth.api.Host;
import io.berth.api.Instance;
import io.berth.api.Instances;
import io.berth.api.Json;
import io.berth.api.Page;
import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutAction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The REST API of a server, in the namespace default; every call fails on an answer that is not
 * 2xx.
 */
public final class Api {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final URI base;

  /** The API of the server at a URL. */
  public Api(URI base) {
    this.base = base;
  }

  /** Any request; answers whatever the server says. */
  public HttpResponse<String> call(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(40))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("Berth-Author", "test");
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Puts a spec. */
  public Revision put(String service, String spec) {
    return read(ok("PUT", path(service), spec), new TypeReference<>() {});
  }

  /** Rolls a service back; {@code to} is null for the last stable revision. */
  public Revision rollback(String service, Long to) {
    return read(
        ok("POST", path(service) + "/rollback", to == null ? "{}" : "{\"to\":" + to + "}"),
        new TypeReference<>() {});
  }

  /** Deletes a service. */
  public void delete(String service) {
    ok("DELETE", path(service), null);
  }

  /** The newest revision of a service. */
  public Revision get(String service) {
    return read(ok("GET", path(service), null), new TypeReference<>() {});
  }

  /** The revisions of a service, newest first. */
  public List<Revision> revisions(String service) {
    return read(
            ok("GET", path(service) + "/revisions", null), new TypeReference<Page<Revision>>() {})
        .items();
  }

  /** The rollout of a revision. */
  public Rollout rollout(String service, long revision) {
    return read(
        ok("GET", "/v1/rollouts/default." + service + "." + revision, null),
        new TypeReference<>() {});
  }

  /** The instances of a service. */
  public List<Instance> instances(String service, boolean passing) {
    return instances(ok("GET", instancesPath(service, passing), null));
  }

  /**
   * Waits until a service has so many passing instances. A server that does not know yet, as it has
   * just started and a host has not reported to it, says so with 503, and is asked again.
   */
  public void awaitPassing(String service, int count, Duration within) {
    Awaitility.await(count + " passing instances of " + service + " at " + base)
        .pollInterval(Duration.ofMillis(50))
        .atMost(within)
        .until(
            () -> call("GET", instancesPath(service, true), null),
            answer -> answer.statusCode() == 200 && instances(answer.body()).size() == count);
  }

  /** The records of a service, newest first, each whole. */
  public List<ContainerRecord> records(String service) {
    return read(
            ok("GET", path(service) + "/records", null),
            new TypeReference<Page<ContainerRecord>>() {})
        .items()
        .stream()
        .map(
            brief ->
                read(
                    ok("GET", path(service) + "/records/" + brief.id(), null),
                    new TypeReference<ContainerRecord>() {}))
        .toList();
  }

  /** All hosts. */
  public List<Host> hosts() {
    return read(ok("GET", "/v1/hosts", null), new TypeReference<Page<Host>>() {}).items();
  }

  /** The servers of the cluster. */
  public List<io.berth.api.Server> servers() {
    return read(ok("GET", "/v1/servers", null), new TypeReference<Page<io.berth.api.Server>>() {})
        .items();
  }

  /** Asks something of the rollout of a revision; what the registry answers. */
  public HttpResponse<String> steer(String service, long revision, RolloutAction action) {
    return call(
        "POST", "/v1/rollouts/default." + service + "." + revision + "/" + action.word(), null);
  }

  /** Waits until the rollout of a revision has ended or paused; answers it. */
  public Rollout awaitEnd(String service, long revision) {
    return Awaitility.await("the rollout of " + service + " " + revision)
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> rollout(service, revision),
            rollout -> rollout.ended() || rollout.state() == io.berth.api.RolloutState.PAUSED);
  }

  private String ok(String method, String path, String body) {
    HttpResponse<String> response = call(method, path, body);
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          method + " " + path + " answered " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private static String instancesPath(String service, boolean passing) {
    return path(service) + "/instances?passing=" + passing;
  }

  private static List<Instance> instances(String json) {
    return read(json, new TypeReference<Instances>() {}).instances();
  }

  private static String path(String service) {
    return "/v1/namespaces/default/services/" + service;
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(json, e);
    }
  }
}
