package io.berth.server.http;

import io.berth.server.watch.State;
import io.berth.server.watch.States;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Reads that were asked before in the very same words are answered without being routed and taken
 * apart again, which is most of what a lookup costs. All else goes to the router.
 */
final class Shortcuts implements Handler<HttpServerRequest> {
  private static final int KEPT = 20_000;
  private static final int LONGEST = 256;
  private static final CharSequence PREFER = HttpHeaders.createOptimized("prefer");

  private final Readiness readiness;
  private final States states;
  private final Meters meters;
  private final Handler<HttpServerRequest> router;
  private final ConcurrentMap<String, Way> ways;

  /** Where a URI leads. */
  private record Way(String operation, Reply.Watched read) {}

  /** The ways that were found, for the router's handlers to add to. */
  static final class Found {
    private final ConcurrentMap<String, Way> ways = new ConcurrentHashMap<>();

    /** What this request asks for is read so, whenever it comes again. */
    void add(HttpServerRequest request, String operation, Reply.Watched read) {
      String uri = request.uri();
      if (!HttpMethod.GET.equals(request.method()) || uri.length() > LONGEST) {
        return;
      }
      if (ways.size() >= KEPT) {
        ways.clear();
      }
      ways.putIfAbsent(uri, new Way(operation, read));
    }
  }

  Shortcuts(
      Readiness readiness,
      States states,
      Meters meters,
      Found found,
      Handler<HttpServerRequest> router) {
    this.readiness = readiness;
    this.states = states;
    this.meters = meters;
    this.ways = found.ways;
    this.router = router;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Way way = HttpMethod.GET.equals(request.method()) ? ways.get(request.uri()) : null;
    if (way == null || !isPlain(request) || !readiness.unloaded().isEmpty()) {
      router.handle(request);
      return;
    }
    long began = System.nanoTime();
    HttpServerResponse response = request.response();
    try {
      Reply.Watched read = way.read();
      State state = states.get(read.topic(), read.variant(), read.read());
      Responses.send(response, Answer.of(state));
    } catch (RuntimeException e) {
      Responses.fail(response, e);
    }
    meters.answered(way.operation(), response.getStatusCode());
    meters.took(way.operation(), System.nanoTime() - began);
  }

  /** Neither conditional nor malformed: with nothing in its headers that matters here. */
  private static boolean isPlain(HttpServerRequest request) {
    return request.authority() != null
        && !request.headers().contains(HttpHeaders.IF_NONE_MATCH)
        && !request.headers().contains(PREFER);
  }
}
