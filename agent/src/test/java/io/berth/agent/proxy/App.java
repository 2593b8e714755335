package io.berth.agent.proxy;

import io.berth.agent.route.Route;
import io.berth.agent.route.Table;
import io.berth.agent.route.Target;
import io.berth.api.spec.Protocol;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service's program, as far as a proxy can tell: it answers {@code /} with its name, {@code
 * /slow?MS} later, {@code /echo} with what it was sent, {@code /headers} with the headers that
 * came, {@code /drop} not at all, {@code /drop-first} not the first time that it is asked anything,
 * {@code /stream} with a line every 20 ms for good, of the type that is asked for or else as
 * events, {@code /ws} as a WebSocket that echoes.
 */
final class App implements AutoCloseable {
  private final Vertx vertx;
  private final String name;
  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();

  private App(Vertx vertx, String name) {
    this.vertx = vertx;
    this.name = name;
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions())
            .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
            .requestHandler(this::answer);
  }

  static App start(Vertx vertx, String name) {
    App app = new App(vertx, name);
    app.server.listen(0, "127.0.0.1").await();
    return app;
  }

  /** As a target of this revision. */
  Target target(long revision) {
    return new Target(name, revision, "127.0.0.1", server.actualPort(), true);
  }

  /** A table in which it alone has this port, as this revision. */
  Table table(int port, long revision) {
    return new Table(
        List.of(
            new Route(
                "default",
                "web",
                "127.0.0.1",
                port,
                Protocol.HTTP,
                false,
                Map.of(),
                false,
                Duration.ofSeconds(10),
                List.of(target(revision)))));
  }

  /** How often it was asked. */
  int asked() {
    return asked.get();
  }

  private void answer(HttpServerRequest request) {
    int times = asked.incrementAndGet();
    HttpServerResponse response = request.response();
    switch (request.path()) {
      case "/slow" -> vertx.setTimer(Long.parseLong(request.query()), id -> response.end(name));
      case "/echo" ->
          request
              .body()
              .onSuccess(body -> response.putHeader("X-Length", "" + body.length()).end(body));
      case "/headers" -> response.end(headers(request));
      case "/drop" -> request.connection().close();
      case "/drop-first" -> {
        if (times == 1) {
          request.connection().close();
        } else {
          response.end(name);
        }
      }
      case "/status" -> response.setStatusCode(Integer.parseInt(request.query())).end();
      case "/stream" -> {
        response.setChunked(true).putHeader("Content-Type", type(request));
        response.write("data: 0\n\n");
        long timer = vertx.setPeriodic(20, id -> response.write("data: more\n\n"));
        response.closeHandler(v -> vertx.cancelTimer(timer));
      }
      default -> response.end(name);
    }
  }

  private static String type(HttpServerRequest request) {
    return request.query() == null ? "text/event-stream" : request.query();
  }

  private static Buffer headers(HttpServerRequest request) {
    StringBuilder text = new StringBuilder();
    request
        .headers()
        .forEach(
            (key, value) ->
                text.append(key.toLowerCase(java.util.Locale.ROOT))
                    .append(": ")
                    .append(value)
                    .append('\n'));
    return Buffer.buffer(text.toString());
  }

  @Override
  public void close() {
    server.close().await();
  }
}
