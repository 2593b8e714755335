package io.berth.server.http;

import io.berth.api.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One event loop's share of the HTTP server. */
final class HttpVerticle extends VerticleBase {
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int LARGEST_HEADERS = 16 * 1024;
  private static final int IDLE_SECONDS = 120;
  private static final int DRAIN_SECONDS = 2;
  // Unless told so, the system keeps up to four megabytes for each who does not read.
  private static final int SEND_BUFFER = 256 * 1024;

  private final String host;
  private final int port;
  private final Handler<HttpServerRequest> handler;
  private final IntConsumer listening;
  private HttpServer server;

  /**
   * Wires it.
   *
   * @param port negative: any that is free, the same for all verticles that say the same number
   * @param listening told the port
   */
  HttpVerticle(String host, int port, Handler<HttpServerRequest> handler, IntConsumer listening) {
    this.host = host;
    this.port = port;
    this.handler = handler;
    this.listening = listening;
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(false)
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LARGEST_HEADERS)
            .setIdleTimeout(IDLE_SECONDS)
            .setSendBufferSize(SEND_BUFFER)
            .setTcpNoDelay(true);
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(handler)
            .invalidRequestHandler(HttpVerticle::malformed);
    return server.listen(port, host).onSuccess(up -> listening.accept(up.actualPort()));
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
  }

  private static void malformed(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    Responses.send(
        request.response().putHeader("Connection", "close"),
        ProblemCode.INVALID_REQUEST.problem(
            "the request line (at most 8 KiB) or a header (at most 16 KiB together) is malformed: "
                + cause.getMessage()));
    request.connection().close();
  }
}
