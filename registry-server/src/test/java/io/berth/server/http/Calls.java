package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.api.Problem;
import io.berth.server.RunningServer.Running;
import io.berth.server.http.ContractSchemas.Described;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Calls operations of the contract over HTTP, holds every answer against the contract, and
 * remembers which operations were called and how they were answered.
 */
final class Calls {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ContractSchemas CONTRACT = new ContractSchemas();
  private static final Map<String, Set<Integer>> ANSWERED = new ConcurrentHashMap<>();

  private final URI server;

  Calls(Running server) {
    this(server.url());
  }

  Calls(URI server) {
    this.server = server;
  }

  /** All operations of the contract. */
  static Collection<Described> operations() {
    return CONTRACT.operations().values();
  }

  /** By operation, the statuses that it was answered with in this test run. */
  static Map<String, Set<Integer>> answered() {
    return ANSWERED;
  }

  /** Counts a call that was made without this client. */
  static void remember(String operationId, int status) {
    ANSWERED.computeIfAbsent(operationId, id -> new ConcurrentSkipListSet<>()).add(status);
  }

  /** Calls an operation; the arguments fill its path in their order. */
  Call call(String operationId, String... arguments) {
    Described operation = CONTRACT.operations().get(operationId);
    assertThat(operation).as(operationId + " in the contract").isNotNull();
    String path = operation.path();
    for (String argument : arguments) {
      path = path.replaceFirst("\\{[a-z]+}", encode(argument));
    }
    assertThat(path).doesNotContain("{");
    return new Call(operation, path);
  }

  /** An answer. */
  record Answered(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String etag() {
      return response.headers().firstValue("etag").orElseThrow();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return as(JsonNode.class);
    }

    <T> T as(Class<T> type) {
      try {
        return Json.mapper().readValue(response.body(), type);
      } catch (IOException e) {
        throw new UncheckedIOException(text(), e);
      }
    }

    <T> T as(TypeReference<T> type) {
      try {
        return Json.mapper().readValue(response.body(), type);
      } catch (IOException e) {
        throw new UncheckedIOException(text(), e);
      }
    }

    /** The problem; fails when it is none, or of another code. */
    Problem problem(String code) {
      assertThat(response.headers().firstValue("content-type"))
          .hasValue("application/problem+json");
      Problem problem = as(Problem.class);
      assertThat(problem.code()).as(text()).isEqualTo(code);
      assertThat(problem.status()).isEqualTo(status());
      assertThat(problem.detail()).isNotBlank();
      return problem;
    }

    Answered hasStatus(int status) {
      assertThat(status()).as(text()).isEqualTo(status);
      return this;
    }
  }

  /** One call, before it is sent. */
  final class Call {
    private final Described operation;
    private final HttpRequest.Builder request = HttpRequest.newBuilder();
    private HttpRequest.BodyPublisher body = BodyPublishers.noBody();
    private String uri;

    private Call(Described operation, String path) {
      this.operation = operation;
      this.uri = path;
    }

    Call query(String name, Object value) {
      uri += (uri.contains("?") ? "&" : "?") + name + "=" + encode(value.toString());
      return this;
    }

    Call header(String name, String value) {
      request.header(name, value);
      return this;
    }

    Call json(String json) {
      return body("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Call body(String contentType, byte[] bytes) {
      request.setHeader("Content-Type", contentType);
      body = BodyPublishers.ofByteArray(bytes);
      return this;
    }

    Call body(Object value) {
      return body("application/json", Answer.bytes(value));
    }

    Answered send() {
      return sendLater().join();
    }

    CompletableFuture<Answered> sendLater() {
      HttpRequest built =
          request.uri(URI.create(server + uri)).method(operation.method(), body).build();
      return CLIENT.sendAsync(built, BodyHandlers.ofByteArray()).thenApply(this::checked);
    }

    private Answered checked(HttpResponse<byte[]> response) {
      remember(operation.id(), response.statusCode());
      String type = response.headers().firstValue("content-type").orElse("");
      assertThat(CONTRACT.fault(operation.id(), response.statusCode(), type, response.body()))
          .as(operation.id() + " answered " + response.statusCode() + " against the contract")
          .isEmpty();
      return new Answered(response);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
