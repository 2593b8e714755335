package io.berth.agent.proxy;

import io.berth.agent.route.ProxyState;
import io.berth.agent.route.Table;
import io.berth.agent.route.TargetFigures;
import io.berth.api.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells a proxy what to do. Calls block, and may be made from any thread but an event loop. */
public final class ProxyClient {
  private static final long SECONDS = 10;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int REFUSED = 300;

  private final Vertx vertx;
  private final HttpClient http;
  private final SocketAddress socket;

  /** Of the proxy that has this folder. */
  public static ProxyClient of(Vertx vertx, Path folder) {
    return new ProxyClient(vertx, Sockets.link(folder));
  }

  /** Behind this very socket. */
  ProxyClient(Vertx vertx, Path socket) {
    this.vertx = vertx;
    this.socket = SocketAddress.domainSocketAddress(socket.toAbsolutePath().toString());
    // A connection each: the next one may be another proxy's.
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false).setConnectTimeout(CONNECT_MILLIS));
  }

  /** This is what is to be done; it is on disk and done when this returns. */
  public ProxyState take(Table table) throws IOException {
    Buffer body = Buffer.buffer(Json.mapper().writeValueAsBytes(table));
    return state(ask(HttpMethod.PUT, "/table", body));
  }

  /** What it says of itself. */
  public ProxyState state() throws IOException {
    return state(ask(HttpMethod.GET, "/state", Buffer.buffer()));
  }

  /** What it has carried. */
  public TargetFigures.All figures() throws IOException {
    Buffer body = ask(HttpMethod.GET, "/figures", Buffer.buffer());
    return Json.mapper().readValue(body.getBytes(), TargetFigures.All.class);
  }

  /** It is to take no table for a while. */
  void freeze() throws IOException {
    ask(HttpMethod.POST, "/freeze", Buffer.buffer());
  }

  /** It is to leave all to its successor. */
  void leave() throws IOException {
    ask(HttpMethod.POST, "/leave", Buffer.buffer());
  }

  private static ProxyState state(Buffer body) throws IOException {
    return Json.mapper().readValue(body.getBytes(), ProxyState.class);
  }

  private Buffer ask(HttpMethod method, String path, Buffer body) throws IOException {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setServer(socket)
            .setHost("proxy")
            .setPort(0)
            .setURI(path);
    Promise<Buffer> answer = Promise.promise();
    // All on one loop: what comes must not come before it is waited for.
    vertx.runOnContext(
        v ->
            http.request(options)
                .compose(request -> request.send(body))
                .compose(ProxyClient::read)
                .onComplete(answer));
    try {
      return answer
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the proxy does not answer: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("the proxy did not answer within " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Future<Buffer> read(HttpClientResponse answer) {
    return answer
        .body()
        .compose(
            body ->
                answer.statusCode() < REFUSED
                    ? Future.succeededFuture(body)
                    : Future.failedFuture(answer.statusCode() + " " + body));
  }
}
