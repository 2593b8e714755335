package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One event loop's share of all ports. It has connections to targets of its own, so that what comes
 * on it stays on it.
 */
final class Lane extends VerticleBase {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LARGEST_HEADERS = 32 * 1024;
  // What is read at once: a smaller one would have a body carried in more pieces than it came in.
  private static final int LARGEST_PIECE = 64 * 1024;
  private static final int BACKLOG = 4096;
  private static final int KEPT_SECONDS = 30;
  private static final int MOST_CONNECTIONS = 4_096;
  private static final int MOST_STREAMS = 256;
  private static final int LINGER_MILLIS = 500;
  private static final int BAD_REQUEST = 400;
  private static final int URI_TOO_LONG = 414;
  private static final int HEADERS_TOO_LARGE = 431;

  private final boolean first;
  private final BooleanSupplier leaving;
  private final Refusals refusals;
  private final Map<Port, Listening> listening = new HashMap<>();
  private final Clients clients;
  // By how long they wait for a connection: told of a request alone, Vert.x gives up the wait and
  // not the connection, which then stays open for nobody.
  private final Map<Integer, HttpClient> http = new HashMap<>();
  private NetClient tcp;

  /** Stops to listen, and gives what is under way so long. */
  private interface Listening {
    Future<Void> end(long millis);
  }

  /**
   * One of several, of which the first does what cannot be shared.
   *
   * @param leaving whether clients are to come again on another connection
   * @param refusals where it counts what it refuses
   */
  Lane(boolean first, BooleanSupplier leaving, Refusals refusals) {
    this.first = first;
    this.leaving = leaving;
    this.refusals = refusals;
    this.clients = new Clients(refusals);
  }

  @Override
  public Future<?> start() {
    tcp = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setTcpKeepAlive(true));
    vertx.setPeriodic(Clients.SWEEP_MILLIS, id -> clients.sweep(System.nanoTime()));
    return Future.succeededFuture();
  }

  private HttpClient http(int connectMillis) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setConnectTimeout(connectMillis)
            .setKeepAliveTimeout(KEPT_SECONDS)
            .setMaxHeaderSize(LARGEST_HEADERS)
            .setMaxChunkSize(LARGEST_PIECE)
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true),
        new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
  }

  Clients clients() {
    return clients;
  }

  Refusals refusals() {
    return refusals;
  }

  /**
   * A request to a target, over a connection that is kept or a fresh one, which is waited for so
   * long.
   */
  Future<HttpClientRequest> request(Target to, int millis, RequestOptions options) {
    return http.computeIfAbsent(millis, this::http)
        .request(
            options
                .setServer(SocketAddress.inetSocketAddress(to.port(), to.address()))
                .setHost(to.address())
                .setPort(to.port()));
  }

  /** A connection to a target, which is waited for so long. */
  Future<NetSocket> connection(Target to, int millis) {
    return tcp.connect(
        new ConnectOptions()
            .setRemoteAddress(SocketAddress.inetSocketAddress(to.port(), to.address()))
            .setTimeout(millis));
  }

  boolean leaving() {
    return leaving.getAsBoolean();
  }

  /** Later, on this loop. */
  void after(long millis, Runnable action) {
    vertx.setTimer(millis, id -> action.run());
  }

  /** Listens on a port for a route, from now on; from any thread. */
  Future<Void> open(Port port, LiveRoute route) {
    return onLoop(
        () ->
            switch (port.protocol()) {
              case HTTP -> openHttp(port, route);
              case TCP -> openTcp(port, route);
              case UDP -> first ? openUdp(port, route) : Future.succeededFuture();
            });
  }

  /** Does not listen on a port any more; from any thread. */
  Future<Void> close(Port port, long millis) {
    return onLoop(
        () -> {
          Listening open = listening.remove(port);
          return open == null ? Future.succeededFuture() : open.end(millis);
        });
  }

  private Future<Void> onLoop(Callable<Future<Void>> action) {
    Promise<Void> promise = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            action.call().onComplete(promise);
          } catch (Exception e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }

  private Future<Void> openHttp(Port port, LiveRoute route) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setReusePort(true)
            .setAcceptBacklog(BACKLOG)
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setHandle100ContinueAutomatically(true)
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LARGEST_HEADERS)
            .setMaxChunkSize(LARGEST_PIECE)
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MOST_STREAMS));
    HttpServer server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connection -> clients.connected(connection, System.nanoTime()))
            .requestHandler(request -> HttpExchange.carry(this, route, request))
            .invalidRequestHandler(this::malformed);
    return server
        .listen(port.number(), port.address())
        .onSuccess(
            up -> listening.put(port, millis -> server.shutdown(millis, TimeUnit.MILLISECONDS)))
        .mapEmpty();
  }

  private void malformed(HttpServerRequest request) {
    refusals.count(Refusal.MALFORMED);
    Throwable cause = request.decoderResult().cause();
    int status =
        cause instanceof TooLongHttpHeaderException
            ? HEADERS_TOO_LARGE
            : cause instanceof TooLongHttpLineException ? URI_TOO_LONG : BAD_REQUEST;
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end();
    linger(request.connection());
  }

  /**
   * Closes a connection on which there is more to read, in a moment: closed at once, what comes
   * would wipe the answer out.
   */
  void linger(HttpConnection connection) {
    after(LINGER_MILLIS, connection::close);
  }

  private Future<Void> openTcp(Port port, LiveRoute route) {
    NetServer server =
        vertx
            .createNetServer(
                new NetServerOptions()
                    .setReusePort(true)
                    .setAcceptBacklog(BACKLOG)
                    .setTcpNoDelay(true)
                    .setTcpKeepAlive(true))
            .connectHandler(client -> TcpExchange.carry(this, route, client));
    return server
        .listen(port.number(), port.address())
        .onSuccess(
            up -> listening.put(port, millis -> server.shutdown(millis, TimeUnit.MILLISECONDS)))
        .mapEmpty();
  }

  private Future<Void> openUdp(Port port, LiveRoute route) {
    UdpRelay relay = new UdpRelay(vertx, route);
    return relay.listen(port).onSuccess(up -> listening.put(port, millis -> relay.close()));
  }
}
