package io.berth.agent.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.agent.route.Table;
import io.berth.api.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How a proxy is told what to do: HTTP over a unix socket in its folder, which nobody but its owner
 * can open.
 *
 * <pre>
 * PUT  /table   the whole table; answers the state once the table is on disk and done
 * GET  /state   what it says of itself
 * GET  /figures what it has carried
 * POST /freeze  takes no table for half a minute: a successor reads the one on disk
 * POST /leave   leaves all ports to the successor, and ends when all under way has ended
 * </pre>
 */
final class Control {
  private static final long FROZEN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int ERROR = 500;
  private static final int UNAVAILABLE = 503;

  private final Proxy proxy;
  private final Runnable leave;
  private final HttpServer server;
  private volatile long thawsAt = System.nanoTime();

  /** {@code leave} is called when a successor has everything. */
  Control(Vertx vertx, Proxy proxy, Runnable leave) {
    this.proxy = proxy;
    this.leave = leave;
    this.server = vertx.createHttpServer(new HttpServerOptions()).requestHandler(this::answer);
  }

  /** Listens on a socket of its own, and puts the link that stands for the proxy to it. */
  Future<Void> listen(Path own, Path link) {
    try {
      Files.deleteIfExists(own);
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
    return server
        .listen(SocketAddress.domainSocketAddress(own.toString()))
        .map(
            up -> {
              try {
                Sockets.point(link, own);
                return null;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private void answer(HttpServerRequest request) {
    String operation = request.method() + " " + request.path();
    switch (operation) {
      case "PUT /table" -> take(request);
      case "GET /state" -> reply(request, proxy.state());
      case "GET /figures" -> reply(request, proxy.figures());
      case "POST /freeze" -> {
        thawsAt = System.nanoTime() + FROZEN_NANOS;
        // What was begun before is done before the answer.
        reply(request, proxy.state());
      }
      case "POST /leave" -> {
        request.response().setStatusCode(ACCEPTED).end();
        leave.run();
      }
      default -> request.response().setStatusCode(NOT_FOUND).end();
    }
  }

  private void take(HttpServerRequest request) {
    if (thawsAt - System.nanoTime() > 0) {
      request.response().setStatusCode(UNAVAILABLE).end("another proxy takes over");
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              Table table;
              try {
                table = Json.mapper().readValue(body.getBytes(), Table.class);
              } catch (IOException e) {
                request.response().setStatusCode(BAD_REQUEST).end(String.valueOf(e.getMessage()));
                return;
              }
              reply(request, proxy.take(table));
            });
  }

  private static void reply(HttpServerRequest request, Future<?> state) {
    state.onComplete(
        done -> request.response().setStatusCode(OK).end(json(done)),
        why -> request.response().setStatusCode(ERROR).end(String.valueOf(why.getMessage())));
  }

  private static String json(Object state) {
    try {
      return Json.mapper().writeValueAsString(state);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
