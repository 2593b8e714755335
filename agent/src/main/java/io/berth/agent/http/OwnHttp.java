package io.berth.agent.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}, and to the servers
 * {@code /logs}. Whoever reaches it reads what containers print.
 */
public final class OwnHttp implements AutoCloseable {
  private static final int UNAVAILABLE = 503;
  private static final int NOT_FOUND = 404;
  private static final long START_SECONDS = 20;

  private final Supplier<Readiness> readiness;
  private final Supplier<String> metrics;
  private final LogRoute logs;
  private Vertx vertx;

  /** The first two are asked on an event loop, and must not block. */
  public OwnHttp(Supplier<Readiness> readiness, Supplier<String> metrics, LogRoute logs) {
    this.readiness = readiness;
    this.metrics = metrics;
    this.logs = logs;
  }

  /**
   * Listens.
   *
   * @return the port
   * @throws IOException when it cannot; the message says why
   */
  public int listen(String address, int port) throws IOException {
    vertx = Vertx.vertx(small());
    try {
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(this::answer)
              .listen(port, address)
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_SECONDS, TimeUnit.SECONDS);
      return server.actualPort();
    } catch (ExecutionException e) {
      throw new IOException(
          "cannot listen on " + address + ":" + port + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("cannot listen on " + address + ":" + port + ": it takes too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static VertxOptions small() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private void answer(HttpServerRequest request) {
    String path = request.method().equals(HttpMethod.GET) ? request.path() : "";
    switch (path) {
      case "/health/live" -> json(request, 200, Readiness.unless(List.of()));
      case "/health/ready" -> {
        Readiness now = readiness.get();
        json(request, now.ready() ? 200 : UNAVAILABLE, now);
      }
      case "/metrics" ->
          request
              .response()
              .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
              .end(metrics.get());
      default -> {
        if (path.startsWith("/logs/")) {
          logs.answer(vertx, request);
        } else {
          request.response().setStatusCode(NOT_FOUND).end();
        }
      }
    }
  }

  private static void json(HttpServerRequest request, int status, Object body) {
    json(request, status, "application/json", body);
  }

  /** Answers with this as JSON. */
  static void json(HttpServerRequest request, int status, String type, Object body) {
    try {
      request
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", type)
          .end(Json.mapper().writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    logs.close();
    if (vertx != null) {
      vertx.close();
    }
  }
}
