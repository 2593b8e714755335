package io.berth.agent.http;

import io.berth.agent.container.LogSource;
import io.berth.agent.thread.Threads;
import io.berth.api.Fault;
import io.berth.api.HostStatus;
import io.berth.api.Problem;
import io.berth.api.ProblemCode;
import io.berth.api.Status;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /logs/{namespace}/{service}?revision=&tail=&since=&follow=&host=}: what the containers
 * of a service on this host print, a {@link io.berth.api.LogLine} a line. {@code host} says for
 * whose agent the asker takes this one: the same address may lead to another on another machine.
 */
public final class LogRoute implements AutoCloseable {
  private static final Pattern PATH = Pattern.compile("/logs/([^/]+)/([^/]+)");
  private static final int MOST = 64;

  private final String host;
  private final Supplier<Optional<HostStatus>> status;
  private final LogSource source;
  private final Clock clock;
  private final Map<Thread, LogStream> streams = new ConcurrentHashMap<>();

  /**
   * Wires it.
   *
   * @param host this one's name
   * @param status what is known of the engine and its containers; must not block
   */
  public LogRoute(
      String host, Supplier<Optional<HostStatus>> status, LogSource source, Clock clock) {
    this.host = host;
    this.status = status;
    this.source = source;
    this.clock = clock;
  }

  /** The status is another one; from any thread. */
  public void changed() {
    streams.values().forEach(LogStream::changed);
  }

  /** How many read now. */
  int reading() {
    return streams.size();
  }

  /** Answers a path that begins with {@code /logs/}. On its event loop. */
  void answer(Vertx vertx, HttpServerRequest request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      refuse(request, ProblemCode.NOT_FOUND.problem("the path is /logs/NAMESPACE/SERVICE"));
      return;
    }
    try {
      LogQuery query = LogQuery.of(path.group(1), path.group(2), parameters(request));
      Optional<String> why = refusal();
      if (why.isPresent()) {
        refuse(request, ProblemCode.NOT_READY.problem(why.get()));
      } else if (streams.size() >= MOST) {
        refuse(request, ProblemCode.BUSY.problem(MOST + " read logs of this host already"));
      } else {
        begin(vertx, request, query);
      }
    } catch (LogQuery.Wrong e) {
      refuse(request, wrong(e));
    }
  }

  private Map<String, String> parameters(HttpServerRequest request) throws LogQuery.Wrong {
    Map<String, String> parameters = new HashMap<>();
    for (Map.Entry<String, String> each : request.params()) {
      if (parameters.put(each.getKey(), each.getValue()) != null) {
        throw new LogQuery.Wrong(each.getKey(), "is given more than once");
      }
    }
    String meant = parameters.getOrDefault(LogQuery.HOST, host);
    if (!meant.equals(host)) {
      throw new LogQuery.Wrong(
          LogQuery.HOST, "this is the agent of " + host + ", not of \"" + meant + "\"");
    }
    return parameters;
  }

  private Optional<String> refusal() {
    Optional<HostStatus> now = status.get();
    if (now.isEmpty()) {
      return Optional.of("the container engine was not asked yet");
    }
    HostStatus.Engine engine = now.get().engine();
    return engine.reachable() ? Optional.empty() : Optional.of(engine.error());
  }

  private void begin(Vertx vertx, HttpServerRequest request, LogQuery query) {
    HttpServerResponse response =
        request
            .response()
            .setChunked(true)
            .putHeader("Content-Type", "application/x-ndjson")
            .putHeader("Cache-Control", "no-store");
    LogStream stream =
        new LogStream(
            query,
            this::containers,
            source,
            new ResponseOutput(vertx.getOrCreateContext(), request),
            clock);
    Thread thread = Threads.own("logs", () -> run(stream));
    streams.put(thread, stream);
    response.closeHandler(gone -> thread.interrupt());
    response.writeHead();
    thread.start();
  }

  private void run(LogStream stream) {
    try {
      stream.run();
    } finally {
      streams.remove(Thread.currentThread());
    }
  }

  private List<Status> containers() {
    return status.get().map(HostStatus::statuses).orElse(List.of());
  }

  private static Problem wrong(LogQuery.Wrong e) {
    Fault fault = new Fault(e.field(), e.getMessage());
    Problem bare = ProblemCode.INVALID_REQUEST.problem(fault.toString());
    return new Problem(
        bare.type(), bare.title(), bare.status(), bare.code(), bare.detail(), List.of(fault));
  }

  private static void refuse(HttpServerRequest request, Problem problem) {
    OwnHttp.json(request, problem.status(), "application/problem+json", problem);
  }

  /** Ends all that read. */
  @Override
  public void close() {
    streams.keySet().forEach(Thread::interrupt);
  }
}
