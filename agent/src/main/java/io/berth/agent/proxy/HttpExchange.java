package io.berth.agent.proxy;

import io.berth.agent.route.Route;
import io.berth.agent.route.Target;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;

/**
 * One request on its way through. It is asked once more when a target breaks the connection before
 * it answers, if asking twice does no harm (RFC 9110, 9.2.2) and no part of a body is gone.
 */
final class HttpExchange extends Passage<HttpClientRequest> implements Clients.Upload {
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.TRACE);
  private static final String EVENTS = "text/event-stream";
  private static final int SWITCHING = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int TIMED_OUT = 408;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final boolean body;
  private HttpClientRequest asked;
  private NetSocket tunnel;
  private boolean askedTwice;
  private boolean upgradeRefused;
  private boolean cut;
  private boolean last;

  private HttpExchange(Lane lane, LiveRoute route, HttpServerRequest request) {
    super(lane, route);
    this.request = request;
    this.response = request.response();
    this.body = Headers.hasBody(request);
  }

  /** Carries a request that has just come. */
  static void carry(Lane lane, LiveRoute route, HttpServerRequest request) {
    HttpExchange exchange = new HttpExchange(lane, route, request);
    request.pause();
    lane.clients().begun(request.connection());
    request.exceptionHandler(e -> exchange.gone());
    exchange.response.closeHandler(v -> exchange.gone());
    exchange.response.exceptionHandler(e -> exchange.gone());
    exchange.attempt();
  }

  @Override
  String cookie() {
    return StickyCookie.read(route().route(), request);
  }

  @Override
  Future<HttpClientRequest> connect(Target to, int millis) {
    asked = null;
    return lane()
        .request(
            to, millis, new RequestOptions().setMethod(request.method()).setURI(request.uri()));
  }

  @Override
  void abandon(HttpClientRequest upstream) {
    upstream.exceptionHandler(e -> {});
    upstream.reset();
  }

  @Override
  void connected(HttpClientRequest upstream) {
    asked = upstream;
    asked.exceptionHandler(e -> {}); // The answer to it fails as well, and is heeded.
    Headers.toTarget(request, asked.headers());
    if (!body && Headers.upgrades(request)) {
      upgrade();
      return;
    }
    asked.response().onComplete(this::answered, this::broken);
    if (body) {
      upload();
    } else {
      request.resume();
      asked.end();
    }
  }

  private void upload() {
    asked.setChunked(!asked.headers().contains(HttpHeaders.CONTENT_LENGTH));
    lane().clients().uploads(this, System.nanoTime());
    // What breaks off must not look whole to the target.
    request
        .pipe()
        .endOnFailure(false)
        .to(asked)
        .onComplete(done -> lane().clients().uploaded(this))
        .onFailure(e -> asked.reset());
  }

  private void broken(Throwable why) {
    if (isOver()) {
      return;
    }
    if (cut) {
      refuse(UNAVAILABLE, "the instance was not done within the drain timeout");
      return;
    }
    target().broken();
    if (IDEMPOTENT.contains(request.method()) && !body && !askedTwice) {
      askedTwice = true;
      again();
    } else {
      refuse(BAD_GATEWAY, "the instance broke the connection off");
    }
  }

  private void answered(HttpClientResponse answer) {
    if (isOver()) {
      return;
    }
    reached(answer.statusCode());
    response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
    Headers.pass(answer.headers(), response.headers());
    stick();
    sayWhetherLast();
    boolean empty =
        request.method().equals(HttpMethod.HEAD)
            || answer.statusCode() == NO_CONTENT
            || answer.statusCode() == NOT_MODIFIED;
    if (empty) {
      response.end().onComplete(done -> end());
      return;
    }
    if (!answer.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      response.setChunked(true);
    }
    new Answer(answer)
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onComplete(done -> end(), failure -> breakOff());
  }

  /** The client is told how to come back, unless it came back. */
  private void stick() {
    Route route = route().route();
    if (route.sticky() && !StickyCookie.value(target().target()).equals(cookie())) {
      response.addCookie(StickyCookie.of(route, target().target()));
    }
  }

  /** All of the answer is written. */
  private void end() {
    if (release() && last) {
      hangUp();
    }
  }

  private void hangUp() {
    if (request.isEnded()) {
      request.connection().close();
    } else {
      request.handler(rest -> {}).resume();
      lane().linger(request.connection());
    }
  }

  /**
   * Whether the connection is closed after this, by the client's wish, as the proxy leaves, or as
   * what is left of a body is not waited for: the client is told, or may ask on.
   */
  private void sayWhetherLast() {
    last =
        request.version() != HttpVersion.HTTP_2
            && (lane().leaving() || Headers.closes(request) || (body && !request.isEnded()));
    if (last) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** The answer ended too soon, and must not look whole; but for events, which end anywhere. */
  private void breakOff() {
    if (isOver()) {
      return;
    }
    String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
    if (cut && type != null && type.startsWith(EVENTS)) {
      response.end().onComplete(done -> end());
      return;
    }
    release();
    response.reset();
    asked.reset(); // Nobody takes what is left of the answer, and its socket may be paused.
  }

  private void upgrade() {
    request.resume();
    asked.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
    asked.putHeader(HttpHeaders.UPGRADE, request.getHeader(HttpHeaders.UPGRADE));
    asked
        .connect()
        .onComplete(
            answer -> {
              if (answer.statusCode() == SWITCHING) {
                switchOver(answer);
              } else {
                upgradeRefused = true;
                answered(answer);
              }
            },
            this::broken);
  }

  private void switchOver(HttpClientResponse answer) {
    if (isOver()) {
      return;
    }
    reached(SWITCHING);
    response.setStatusCode(SWITCHING);
    response.headers().addAll(answer.headers());
    tunnel = answer.netSocket();
    tunnel.pause();
    request
        .toNetSocket()
        .onComplete(
            toClient -> {
              lane().clients().tunnelBegun(request.connection());
              Tunnel.join(toClient, tunnel)
                  .onComplete(
                      done -> {
                        lane().clients().tunnelEnded();
                        release();
                      });
            },
            failure -> {
              tunnel.close();
              release();
            });
  }

  @Override
  void refuse(Refusal why) {
    lane().refusals().count(why);
    switch (why) {
      case NONE_IS_HEALTHY -> refuse(UNAVAILABLE, "no instance is healthy");
      case NONE_CAME_IN_TIME -> refuse(UNAVAILABLE, "no instance was ready within 30 s");
      case NONE_TAKES_CONNECTIONS -> refuse(BAD_GATEWAY, "no instance takes the connection");
      case STOOD_STILL -> refuse(TIMED_OUT, "the body stood still for a minute");
      default -> throw new IllegalArgumentException(why.name());
    }
  }

  private void refuse(int status, String why) {
    if (!release()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    if (status == UNAVAILABLE) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    sayWhetherLast();
    response
        .end("berth-proxy: " + route().route().service() + ": " + why + "\n")
        .onComplete(
            done -> {
              if (last) {
                hangUp();
              }
            });
    request.resume();
  }

  @Override
  public long received() {
    return request.bytesRead();
  }

  @Override
  public void standsStill() {
    HttpClientRequest stuck = asked;
    refuse(Refusal.STOOD_STILL);
    stuck.reset();
  }

  /** The client has gone. */
  private void gone() {
    if (release() && asked != null) {
      asked.reset();
    }
  }

  private boolean release() {
    if (!finish()) {
      return false;
    }
    if (target() != null) {
      target().tally().carried(request.bytesRead(), response.bytesWritten());
    }
    if (upgradeRefused) {
      asked.connection().close(); // Nobody ends that request, so nothing more can be asked there.
    }
    lane().clients().uploaded(this);
    lane().clients().ended(request.connection(), System.nanoTime());
    return true;
  }

  /** As if it had broken the connection off, which may never be heard. */
  @Override
  void lost() {
    if (tunnel != null) {
      tunnel.close();
    } else if (asked != null) {
      asked.reset();
    }
  }

  @Override
  void cut() {
    cut = tunnel != null || asked != null; // Else it is on its way to another already.
    lost();
  }
}
