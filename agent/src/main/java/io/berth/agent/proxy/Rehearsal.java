package io.berth.agent.proxy;

import io.berth.agent.route.Route;
import io.berth.agent.route.Target;
import io.berth.api.spec.Protocol;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new proxy carries requests of its own to nobody, on a port of its own, until it is quick at it.
 * The first thousand takes a JVM many times as long as later ones: whoever called a proxy that has
 * just begun would wait for it.
 */
final class Rehearsal {
  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
  private static final String HERE = "127.0.0.1";
  private static final int REQUESTS = 1_000;
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int AT_ONCE = 4;
  private static final int FRESH_EVERY = 4;

  private final Vertx vertx;
  private final HttpServer nobody;
  private final HttpClient client;
  private final Lane lane = new Lane(false, () -> false, new Refusals());
  private final Port port;
  private final AtomicInteger asked = new AtomicInteger();
  private final long end = System.nanoTime() + LONGEST.toNanos();

  private Rehearsal(Vertx vertx, int port) {
    this.vertx = vertx;
    this.port = new Port(HERE, port, Protocol.HTTP);
    this.nobody = vertx.createHttpServer().requestHandler(request -> request.response().end("ok"));
    this.client =
        vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(AT_ONCE));
  }

  /**
   * Returns when it is over. One that goes wrong is none: the proxy is slow at first, that is all.
   *
   * @return how many requests were carried
   */
  static int of(Vertx vertx) throws InterruptedException {
    long begun = System.nanoTime();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      free.close();
      Rehearsal rehearsal = new Rehearsal(vertx, port);
      var unused =
          rehearsal
              .run()
              .toCompletionStage()
              .toCompletableFuture()
              .get(2 * LONGEST.toSeconds(), TimeUnit.SECONDS);
      log.info(
          "rehearsed with {} requests in {} ms",
          rehearsal.asked,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
      return rehearsal.asked.get();
    } catch (IOException | ExecutionException | TimeoutException e) {
      log.warn("not rehearsed: {}", String.valueOf(e.getMessage()));
      return 0;
    }
  }

  private Future<?> run() {
    return nobody
        .listen(0, HERE)
        .compose(up -> vertx.deployVerticle(lane))
        .compose(id -> lane.open(port, route()).compose(open -> all()).eventually(() -> end(id)));
  }

  private LiveRoute route() {
    Target target = new Target("nobody", 1, HERE, nobody.actualPort(), true);
    Route route =
        new Route(
            "rehearsal",
            "nobody",
            HERE,
            port.number(),
            Protocol.HTTP,
            false,
            Map.of(),
            false,
            Duration.ZERO,
            List.of(target));
    return new LiveRoute(
        route,
        one -> {
          LiveTarget live = new LiveTarget(one, new Tally());
          live.open();
          return live;
        });
  }

  private Future<?> all() {
    return Future.join(IntStream.range(0, AT_ONCE).mapToObj(i -> oneAfterTheOther()).toList());
  }

  private Future<Void> oneAfterTheOther() {
    Promise<Void> over = Promise.promise();
    ask(over);
    return over.future();
  }

  private void ask(Promise<Void> over) {
    int number = asked.incrementAndGet();
    client
        .request(HttpMethod.GET, port.number(), HERE, "/")
        .compose(
            request -> {
              if (number % FRESH_EVERY == 0) {
                request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
              }
              return request.send();
            })
        .compose(HttpClientResponse::body)
        .onComplete(
            answer -> {
              if (answer.failed()) {
                over.fail(answer.cause());
              } else if (asked.get() >= REQUESTS || System.nanoTime() >= end) {
                over.complete();
              } else {
                ask(over);
              }
            });
  }

  private Future<?> end(String id) {
    return Future.join(client.close(), vertx.undeploy(id), nobody.close());
  }
}
