package io.berth.server.http;

import io.berth.server.catalog.NotFound;
import io.berth.server.watch.Nudges;
import io.berth.server.watch.State;
import io.berth.server.watch.States;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Reads that were asked before in the very same words are answered without being routed and taken
 * apart again, which is most of what a lookup costs; and while nothing changed, with the very same
 * bytes. All else goes to the router.
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

  /** Where a URI leads, and what was found there last. */
  private static final class Way {
    private final String operation;
    private final Reply.Watched read;
    private final LongSupplier changes;
    private final Meters.Tally tally;
    private volatile Found found;

    private record Found(long changes, Answer answer) {}

    Way(String operation, Reply.Watched read, LongSupplier changes, Meters.Tally tally) {
      this.operation = operation;
      this.read = read;
      this.changes = changes;
      this.tally = tally;
    }

    Answer answer(States states) {
      // Counted before it is read: a change meanwhile makes what was found too old, never too new.
      long count = changes.getAsLong();
      Found last = found;
      if (last == null || last.changes != count) {
        State state = states.get(read.topic(), read.variant(), read.read());
        last = new Found(count, Answer.of(state));
        found = last;
      }
      return last.answer;
    }
  }

  /** The ways that were found, for the router's handlers to add to. */
  static final class Ways {
    private final ConcurrentMap<String, Way> ways = new ConcurrentHashMap<>();
    private final Nudges nudges;
    private final Meters meters;

    Ways(Nudges nudges, Meters meters) {
      this.nudges = nudges;
      this.meters = meters;
    }

    /** What this request asks for is read so, whenever it comes again. */
    void add(HttpServerRequest request, String operation, Reply.Watched read) {
      String uri = request.uri();
      if (!HttpMethod.GET.equals(request.method()) || uri.length() > LONGEST) {
        return;
      }
      if (ways.size() >= KEPT) {
        ways.clear();
      }
      ways.computeIfAbsent(
          uri,
          key ->
              new Way(operation, read, nudges.counter(read.topic()), meters.tally(operation, 200)));
    }
  }

  Shortcuts(
      Readiness readiness,
      States states,
      Meters meters,
      Ways ways,
      Handler<HttpServerRequest> router) {
    this.readiness = readiness;
    this.states = states;
    this.meters = meters;
    this.ways = ways.ways;
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
      Responses.send(response, way.answer(states));
      way.tally.add(System.nanoTime() - began);
    } catch (NotFound e) {
      ways.remove(request.uri(), way); // It may be elsewhere by now.
      router.handle(request);
    } catch (RuntimeException e) {
      Responses.fail(response, e);
      meters.tally(way.operation, response.getStatusCode()).add(System.nanoTime() - began);
    }
  }

  /** Neither conditional nor malformed: with nothing in its headers that matters here. */
  private static boolean isPlain(HttpServerRequest request) {
    return request.authority() != null
        && !request.headers().contains(HttpHeaders.IF_NONE_MATCH)
        && !request.headers().contains(PREFER);
  }
}
