package io.berth.agent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.agent.net.NoTls;
import io.berth.api.ContainerRecord;
import io.berth.api.HostStatus;
import io.berth.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The requests that an agent makes. An answer of the registry's API is returned as it is, whatever
 * its status; where there is none, that is a failure of the server, and another one is asked next
 * time. Thread-safe.
 *
 * <p>What still waits for a server when that is left, ends: see {@link LeftException}.
 */
public final class RegistryClient {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration REQUEST = Duration.ofSeconds(5);

  /** How long a server may take to a look. */
  static final Duration LOOK = Duration.ofMillis(800);

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;

  private final HttpClient http;
  private final Servers servers;

  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  /** An exchange that is under way. */
  private record Waiting(URI server, CompletableFuture<HttpResponse<byte[]>> exchange) {}

  /** Asks these servers. */
  public RegistryClient(Servers servers) {
    this.servers = servers;
    HttpClient.Builder client =
        HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(CONNECT);
    if (servers.all().stream().noneMatch(server -> "https".equals(server.getScheme()))) {
      client.sslContext(new NoTls()).sslParameters(NoTls.parameters());
    }
    this.http = client.build();
    servers.whenLeft(this::end);
  }

  Servers servers() {
    return servers;
  }

  /**
   * Asks for the host's assignments: answered at once when they differ from {@code etag}, else when
   * {@code wait} is over.
   *
   * @param etag of what is known, as it came; empty for nothing
   */
  HttpResponse<byte[]> assignments(URI server, String host, String etag, Duration wait)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(wait.plus(REQUEST)).GET();
    if (!etag.isEmpty()) {
      request.header("If-None-Match", etag).header("Prefer", "wait=" + wait.toSeconds());
    }
    return send(server, "/v1/hosts/" + escape(host) + "/assignments", request);
  }

  HttpResponse<byte[]> status(URI server, HostStatus status)
      throws IOException, InterruptedException {
    return send(server, "/v1/hosts/" + escape(status.host()) + "/status", put(status));
  }

  HttpResponse<byte[]> record(URI server, ContainerRecord record)
      throws IOException, InterruptedException {
    String path =
        "/v1/namespaces/"
            + escape(record.namespace())
            + "/services/"
            + escape(record.service())
            + "/records/"
            + escape(record.id());
    return send(server, path, put(record));
  }

  /** How a server looks; known within a moment, whatever it does. */
  CompletableFuture<Sight> look(URI server) {
    HttpRequest request = HttpRequest.newBuilder(at(server, "/health/ready")).timeout(LOOK).build();
    return http.sendAsync(request, BodyHandlers.ofByteArray())
        .thenApply(RegistryClient::sight)
        .exceptionally(failure -> Sight.NOTHING)
        .completeOnTimeout(Sight.NOTHING, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Any web server may answer 200: only what says of itself that it is ready, is. */
  private static Sight sight(HttpResponse<byte[]> answer) {
    try {
      JsonNode ready = Json.mapper().readTree(answer.body()).path("ready");
      if (!ready.isBoolean()) {
        return Sight.NOTHING;
      }
      return ready.booleanValue() && answer.statusCode() == OK ? Sight.READY : Sight.UNREADY;
    } catch (IOException notOurs) {
      return Sight.NOTHING;
    }
  }

  private HttpResponse<byte[]> send(URI server, String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = exchange(server, request.uri(at(server, path)).build());
    boolean accepted = answer.statusCode() / 100 == 2 || answer.statusCode() == NOT_MODIFIED;
    if (!accepted && Problems.of(answer).isEmpty()) {
      String said = Problems.said(server, answer) + ", not as a server of the registry would";
      servers.failed(server, said);
      throw new IOException(said);
    }
    return answer;
  }

  private HttpResponse<byte[]> exchange(URI server, HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, BodyHandlers.ofByteArray());
    Waiting here = new Waiting(server, exchange);
    waiting.add(here);
    try {
      if (!server.equals(servers.current())) {
        throw new LeftException(server);
      }
      return exchange.get();
    } catch (CancellationException e) {
      throw new LeftException(server);
    } catch (ExecutionException e) {
      throw failed(server, e.getCause());
    } finally {
      waiting.remove(here);
      exchange.cancel(true);
    }
  }

  private IOException failed(URI server, Throwable failure) {
    String message = failure.getMessage() == null ? "connection refused" : failure.getMessage();
    String why =
        failure instanceof HttpTimeoutException
            ? server + " did not answer in time"
            : server + ": " + message;
    servers.failed(server, why);
    return new IOException(why, failure);
  }

  private void end(URI left) {
    waiting.stream()
        .filter(one -> one.server().equals(left))
        .forEach(one -> one.exchange().cancel(true));
  }

  private static HttpRequest.Builder put(Object body) {
    try {
      return HttpRequest.newBuilder()
          .timeout(REQUEST)
          .header("Content-Type", "application/json")
          .PUT(BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI at(URI server, String path) {
    String base = server.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private static String escape(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
