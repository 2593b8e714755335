package io.berth.server.http;

import io.berth.api.ProblemCode;
import io.berth.server.catalog.Refused;
import io.berth.server.watch.Held;
import io.berth.server.watch.State;
import io.berth.server.watch.States;
import io.berth.server.watch.Watch;
import io.berth.server.watch.Watches;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What all operations share, from the request that comes to the answer that goes. */
final class Exchange {
  /** Writers at once: enough that they share the commits of the journal, which batches them. */
  static final int WORKERS = 64;

  /** Under this name a context knows that only the head of the answer was asked for. */
  static final String HEAD = "head";

  private static final int QUEUED = 1000;
  private static final byte[] NO_BODY = {};

  private final Vertx vertx;
  private final Readiness readiness;
  private final WorkerExecutor workers;
  private final States states;
  private final Watches watches;
  private final Meters meters;
  private final Shortcuts.Ways ways;
  private final Duration deadline;
  private final AtomicInteger working = new AtomicInteger();

  Exchange(
      Vertx vertx,
      Readiness readiness,
      States states,
      Watches watches,
      Meters meters,
      Shortcuts.Ways ways,
      Duration deadline) {
    this.vertx = vertx;
    this.readiness = readiness;
    this.workers = vertx.createSharedWorkerExecutor("http-worker", WORKERS);
    this.states = states;
    this.watches = watches;
    this.meters = meters;
    this.ways = ways;
    this.deadline = deadline;
  }

  /** What handles the requests of one operation. */
  Handler<RoutingContext> handler(String id, Operation operation, Contract contract) {
    boolean needsState = contract.needsState(id);
    boolean takesBody = contract.takesBody(id);
    Set<String> query = contract.queryParameters(id);
    return context -> {
      HttpServerResponse response = context.response();
      Pace pace = new Pace(System.nanoTime());
      context.addEndHandler(done -> count(id, response, pace));
      List<String> reasons = needsState ? readiness.unloaded() : List.of();
      if (!reasons.isEmpty()) {
        Responses.send(response, ProblemCode.NOT_READY.problem(String.join("; ", reasons)));
        return;
      }
      Future<byte[]> body =
          takesBody ? BodyReader.read(vertx, context.request()) : Future.succeededFuture(NO_BODY);
      body.onComplete(
          bytes -> {
            try {
              Request request = new Request(context, bytes);
              request.checkQuery(query);
              reply(context, id, operation.answer(request), pace);
            } catch (RuntimeException e) {
              Responses.fail(response, e);
            }
          },
          failure -> Responses.fail(response, failure));
    };
  }

  private void reply(RoutingContext context, String id, Reply reply, Pace pace) {
    if (reply instanceof Reply.Now now) {
      Responses.send(context.response(), now.answer());
    } else if (reply instanceof Reply.Blocking blocking) {
      inTime(blocking.work())
          .onComplete(
              answer -> Responses.send(context.response(), conditional(context, answer)),
              failure -> Responses.fail(context.response(), failure));
    } else if (reply instanceof Reply.Watched watched) {
      ways.add(context.request(), id, watched);
      watched(context, watched, pace);
    } else if (reply instanceof Reply.Stream stream) {
      pace.waits = true;
      if (context.get(HEAD) == null) {
        stream.writer().accept(context);
      } else {
        Responses.send(context.response(), Answer.empty(200)); // There is no end to wait for.
      }
    }
  }

  /** Runs it where it may block; the caller learns of its end, or that it takes too long. */
  <T> Future<T> inTime(Supplier<T> work) {
    if (working.get() >= QUEUED) {
      return Future.failedFuture(
          new Refused(ProblemCode.BUSY, QUEUED + " requests wait for the journal here"));
    }
    working.incrementAndGet();
    return workers
        .executeBlocking(work::get, false)
        .onComplete(done -> working.decrementAndGet())
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Answer conditional(RoutingContext context, Answer answer) {
    boolean read = HttpMethod.GET.equals(context.request().method()) && answer.status() == 200;
    if (!read || answer.etag() == null) {
      return answer;
    }
    return Conditions.held(context.request().headers())
        .filter(held -> held.etags().contains(answer.etag()))
        .map(held -> Answer.notModified(answer.etag()))
        .orElse(answer);
  }

  private void watched(RoutingContext context, Reply.Watched watched, Pace pace) {
    Optional<Held> held = Conditions.held(context.request().headers());
    Optional<Duration> patience = Conditions.patience(context.request().headers());
    Supplier<State> read = () -> states.get(watched.topic(), watched.variant(), watched.read());
    if (held.isEmpty() || patience.isEmpty()) {
      State state = read.get();
      boolean same = held.isPresent() && held.get().has(state);
      Responses.send(
          context.response(), same ? Answer.notModified(state.etag()) : Answer.of(state));
      return;
    }
    pace.waits = true;
    HttpServerResponse response = context.response();
    Watch watch =
        watches.watch(
            watched.topic(),
            read,
            held.get(),
            patience.get(),
            new ContextLoop(vertx),
            new Answering(response));
    context.addEndHandler(ended -> watch.cancel()); // Answered, or the asker has gone.
  }

  private void count(String id, HttpServerResponse response, Pace pace) {
    meters.answered(id, response.getStatusCode());
    if (!pace.waits) {
      meters.took(id, System.nanoTime() - pace.began);
    }
  }

  /** When a request came, and whether it then waited on purpose. On its event loop. */
  private static final class Pace {
    private final long began;
    private boolean waits;

    Pace(long began) {
      this.began = began;
    }
  }

  /** Answers a watch. */
  private record Answering(HttpServerResponse response) implements Watch.Answer {
    @Override
    public void changed(State state) {
      Responses.send(response, Answer.of(state));
    }

    @Override
    public void same(String etag) {
      Responses.send(response, Answer.notModified(etag));
    }

    @Override
    public void failed(RuntimeException why) {
      Responses.fail(response, why);
    }
  }
}
