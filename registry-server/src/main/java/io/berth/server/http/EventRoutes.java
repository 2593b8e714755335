package io.berth.server.http;

import io.berth.api.ProblemCode;
import io.berth.server.catalog.InvalidRequest;
import io.berth.server.catalog.Refused;
import io.berth.server.host.HostReport;
import io.berth.server.host.Reports;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Followers of every change. */
final class EventRoutes implements AutoCloseable {
  private static final int MOST = 1000;
  private static final int PAGE = 200;
  private static final int WRITTEN_AHEAD = 256 * 1024;

  private final Vertx vertx;
  private final Exchange exchange;
  private final Journal journal;
  private final Heads heads;
  private final EventPages pages;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicLong heard = new AtomicLong();

  EventRoutes(Vertx vertx, Exchange exchange, Journal journal, Heads heads, Reports reports) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.journal = journal;
    this.heads = heads;
    this.pages = new EventPages(after -> journal.after(after, PAGE), exchange::inTime);
    heads.onChange(
        entry -> {
          heard.accumulateAndGet(entry.seq(), Math::max);
          wake();
        });
    reports.onChange(this::reported);
  }

  Map<String, Operation> operations() {
    return Map.of("followEvents", this::follow);
  }

  /** Lets every follower look for more; changes of records are found by this alone. */
  void wake() {
    streams.forEach(EventStream::wake);
  }

  /** How many follow. */
  int following() {
    return streams.size();
  }

  /** Ends all streams; followers go on elsewhere from the last event that they saw. */
  @Override
  public void close() {
    streams.forEach(EventStream::end);
  }

  /** GET /v1/events */
  private Reply follow(Request request) {
    OptionalLong lastEventId = request.lastEventId();
    if (streams.size() >= MOST) {
      throw new Refused(ProblemCode.BUSY, MOST + " follow the events of this server already");
    }
    return new Reply.Stream(context -> begin(context, lastEventId));
  }

  private void begin(RoutingContext context, OptionalLong lastEventId) {
    if (lastEventId.isEmpty()) {
      open(context, newest());
      return;
    }
    exchange
        .inTime(journal::lastSeq)
        .onComplete(
            last -> {
              if (lastEventId.getAsLong() > last) {
                Responses.fail(
                    context.response(),
                    new InvalidRequest("Last-Event-ID", "the journal ends at " + last));
              } else {
                open(context, lastEventId.getAsLong());
              }
            },
            failure -> Responses.fail(context.response(), failure));
  }

  private void open(RoutingContext context, long seq) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return;
    }
    response
        .setChunked(true)
        .setWriteQueueMaxSize(WRITTEN_AHEAD)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store");
    EventStream stream =
        new EventStream(
            new ContextLoop(vertx), new ResponseSink(context.request()), this::newest, pages);
    streams.add(stream);
    context.addEndHandler(ended -> leave(stream));
    response.drainHandler(v -> stream.drained());
    stream.begin(seq);
  }

  /** What was heard of is in the journal, if not yet in the heads with all that came before. */
  private long newest() {
    return Math.max(heads.seq(), heard.get());
  }

  private void leave(EventStream stream) {
    streams.remove(stream);
    stream.close();
  }

  private void reported(HostReport before, HostReport after) {
    if (!streams.isEmpty()) {
      InstanceEvents.between(before, after).stream()
          .map(EventStream::text)
          .forEach(text -> streams.forEach(stream -> stream.offer(text)));
    }
  }

  /** Writes to a response that does not end. */
  private record ResponseSink(HttpServerRequest request) implements EventStream.Sink {
    @Override
    public void write(Buffer text) {
      if (isOpen()) {
        request.response().write(text);
      }
    }

    @Override
    public boolean full() {
      return request.response().writeQueueFull();
    }

    /** A follower that does not read would not read the end either. */
    @Override
    public void close() {
      if (isOpen() && full()) {
        request.connection().close();
      } else if (isOpen()) {
        request.response().end();
      }
    }

    private boolean isOpen() {
      return !request.response().closed() && !request.response().ended();
    }
  }
}
