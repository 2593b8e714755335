package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One request on its way through. It is tried with another target when one takes no connection, and
 * once more when one breaks the connection before it answers, if asking twice does no harm (RFC
 * 9110, 9.2.2) and no part of a body is gone. On its event loop, but for {@link #cut}.
 */
final class HttpExchange implements Exchange {
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.TRACE);
  private static final long HELD_MILLIS = 30_000;
  private static final int SWITCHING = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int TIMED_OUT = 408;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;

  private final Lane lane;
  private final LiveRoute route;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final boolean body;
  private final List<LiveTarget> tried = new ArrayList<>(2);
  private LiveTarget target;
  private HttpClientRequest asked;
  private NetSocket tunnel;
  private long askedAt;
  private boolean askedTwice;
  private boolean cut;
  private boolean over;

  private HttpExchange(Lane lane, LiveRoute route, HttpServerRequest request) {
    this.lane = lane;
    this.route = route;
    this.request = request;
    this.response = request.response();
    this.context = Vertx.currentContext();
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

  private void attempt() {
    if (over) {
      return;
    }
    target = route.claim(this, tried);
    if (target == null) {
      hold();
      return;
    }
    Target to = target.target();
    askedAt = System.nanoTime();
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setURI(request.uri())
            .setServer(SocketAddress.inetSocketAddress(to.port(), to.address()))
            .setHost(to.address())
            .setPort(to.port());
    client().request(options).onComplete(this::ask, this::unreached);
  }

  private HttpClient client() {
    return lane.http();
  }

  /** Nobody can take it now. */
  private void hold() {
    Runnable again = () -> context.runOnContext(v -> attempt());
    if (!tried.isEmpty() || !route.hold(again)) {
      String why = tried.isEmpty() ? "no instance is healthy" : "no instance takes the connection";
      refuse(tried.isEmpty() ? UNAVAILABLE : BAD_GATEWAY, why);
      return;
    }
    lane.after(
        HELD_MILLIS,
        () -> {
          if (route.forget(again)) {
            refuse(UNAVAILABLE, "no instance was ready within 30 s");
          }
        });
  }

  private void unreached(Throwable why) {
    target.figures().unreached();
    target.failed();
    next();
  }

  /** Leaves this target to the others, and tries another. */
  private void next() {
    tried.add(target);
    target.release(this);
    target = null;
    asked = null;
    attempt();
  }

  private void ask(HttpClientRequest upstream) {
    asked = upstream;
    if (over) {
      asked.reset();
      return;
    }
    Headers.toTarget(request, asked.headers());
    if (Headers.upgrades(request)) {
      upgrade();
      return;
    }
    Future<HttpClientResponse> answer = asked.response();
    answer.onComplete(this::answered, this::broken);
    if (body) {
      asked.setChunked(!asked.headers().contains(HttpHeaders.CONTENT_LENGTH));
      lane.clients().uploads(this, System.nanoTime());
      // What breaks off must not look whole to the target.
      request
          .pipe()
          .endOnFailure(false)
          .to(asked)
          .onComplete(done -> lane.clients().uploaded(this))
          .onFailure(e -> asked.reset());
    } else {
      request.resume();
      asked.end();
    }
  }

  private void broken(Throwable why) {
    if (over) {
      return;
    }
    target.figures().broken();
    target.failed();
    boolean harmless = IDEMPOTENT.contains(request.method()) && !body;
    if (harmless && !askedTwice && !cut) {
      askedTwice = true;
      next();
    } else {
      refuse(BAD_GATEWAY, "the instance broke the connection off");
    }
  }

  private void answered(HttpClientResponse answer) {
    if (over) {
      return;
    }
    target.answered();
    target.figures().answered(answer.statusCode(), System.nanoTime() - askedAt);
    head(answer);
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
    answer.pipe().endOnFailure(false).to(response).onComplete(done -> end(), failure -> breakOff());
  }

  /** All of the answer is written. */
  private void end() {
    boolean last = isLast();
    finish();
    if (last) {
      request.connection().close();
    }
  }

  private void head(HttpClientResponse answer) {
    response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
    Headers.toClient(answer.headers(), response.headers());
    if (isLast()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** Whether the connection is closed after this, by the client's wish or as the proxy leaves. */
  private boolean isLast() {
    return request.version() != HttpVersion.HTTP_2
        && (lane.leaving() || Headers.closes(request) || (body && !request.isEnded()));
  }

  /** The answer ended too soon. A stream of no set length may end anywhere, when it was cut. */
  private void breakOff() {
    if (over) {
      return;
    }
    if (cut && response.isChunked()) {
      response.end().onComplete(done -> end());
      return;
    }
    if (!cut) {
      target.figures().broken();
    }
    finish();
    response.reset();
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
                answered(answer);
              }
            },
            this::broken);
  }

  private void switchOver(HttpClientResponse answer) {
    if (over) {
      return;
    }
    target.answered();
    target.figures().answered(SWITCHING, System.nanoTime() - askedAt);
    response.setStatusCode(SWITCHING);
    response.headers().addAll(answer.headers());
    tunnel = answer.netSocket();
    tunnel.pause();
    request
        .toNetSocket()
        .onComplete(
            toClient -> Tunnel.join(toClient, tunnel).onComplete(done -> finish()),
            failure -> {
              tunnel.close();
              finish();
            });
  }

  private void refuse(int status, String why) {
    if (over) {
      return;
    }
    finish();
    if (response.headWritten()) {
      response.reset();
      return;
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    if (status == UNAVAILABLE) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    boolean last = isLast(); // What is left of a body is not waited for.
    if (last) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response
        .end("berth-proxy: " + route.route().service() + ": " + why + "\n")
        .onComplete(
            done -> {
              if (last) {
                request.connection().close();
              }
            });
    request.resume();
  }

  /** How much of the body has come. */
  long received() {
    return request.bytesRead();
  }

  /** The body does not come any further. */
  void standsStill() {
    HttpClientRequest stuck = asked;
    refuse(TIMED_OUT, "the body stood still for a minute");
    if (stuck != null) {
      stuck.reset();
    }
  }

  /** The client has gone. */
  private void gone() {
    if (!over) {
      finish();
      if (asked != null) {
        asked.reset();
      }
    }
  }

  private void finish() {
    if (!over) {
      over = true;
      lane.clients().uploaded(this);
      lane.clients().ended(request.connection(), System.nanoTime());
      if (target != null) {
        target.figures().carried(request.bytesRead(), response.bytesWritten());
        target.release(this);
      }
    }
  }

  @Override
  public void cut() {
    context.runOnContext(
        v -> {
          cut = true;
          if (!over && tunnel != null) {
            tunnel.close();
          } else if (!over && asked != null) {
            asked.reset();
          }
        });
  }
}
