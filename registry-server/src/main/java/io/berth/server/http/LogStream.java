package io.berth.server.http;

import io.berth.server.catalog.Refused;
import io.berth.server.watch.Loop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One reader of a service's lines: those of all hosts, put together as fast as it reads. What it
 * has not read stays with the agents, but for a piece of each. All happens on its {@link Loop}, but
 * for {@link #stop}. One that reads nothing at all ends with its idle connection.
 */
final class LogStream {
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int BATCH = 32 * 1024;

  private final LogQuery query;
  private final Supplier<Map<String, String>> hosts;
  private final HttpClient client;
  private final Clock clock;
  private final Loop loop;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Map<String, AgentLog> agents = new HashMap<>();
  private boolean silent;
  private boolean busy; // What is told meanwhile is seen by who is.
  private boolean closed;

  /**
   * Wires it.
   *
   * @param hosts those that have a container of the service now, with the addresses of their agents
   */
  LogStream(
      LogQuery query,
      Supplier<Map<String, String>> hosts,
      HttpClient client,
      Clock clock,
      Loop loop,
      HttpServerRequest request) {
    this.query = query;
    this.hosts = hosts;
    this.client = client;
    this.clock = clock;
    this.loop = loop;
    this.request = request;
    this.response = request.response();
  }

  void begin(Map<String, String> first) {
    join(first, query);
    loop.after(BEAT, this::beat);
    if (query.follow()) {
      loop.after(LOOK, this::look);
    }
  }

  /** The server stops; from any thread. */
  void stop() {
    loop.run(
        () -> {
          if (query.follow() && !closed) {
            finish();
          }
        });
  }

  /** The reader has gone, or has all. */
  void close() {
    closed = true;
    agents.values().forEach(AgentLog::close);
  }

  /** Writes what there is, until the reader has enough for now. */
  void pump() {
    if (busy) {
      return;
    }
    busy = true;
    while (!closed && !response.writeQueueFull()) {
      Buffer batch = batch();
      if (batch.length() == 0) {
        break;
      }
      silent = false;
      response.write(batch);
    }
    busy = false;
    boolean done = agents.values().stream().allMatch(one -> one.isOver() && one.first() == null);
    if (!closed && !query.follow() && done) {
      close();
      response.end();
    }
  }

  private Buffer batch() {
    Buffer batch = Buffer.buffer();
    for (AgentLog next = next(); next != null && batch.length() < BATCH; next = next()) {
      batch.appendBuffer(next.take().text()).appendByte((byte) '\n');
    }
    return batch;
  }

  /** Whose line is next: any, or the earliest of all once each has one or is over. */
  private AgentLog next() {
    boolean known =
        query.follow()
            || agents.values().stream().allMatch(one -> one.first() != null || one.isOver());
    return known
        ? agents.values().stream()
            .filter(one -> one.first() != null)
            .min(Comparator.comparing(one -> one.first().time()))
            .orElse(null)
        : null;
  }

  private void look() {
    if (closed) {
      return;
    }
    try {
      join(hosts.get(), query.after(query.since()));
    } catch (Refused e) {
      // It is not known for now; what is read already goes on.
    }
    loop.after(LOOK, this::look);
  }

  /**
   * Asks the agents that are not asked yet, and again those that went away.
   *
   * @param asked of one that is new
   */
  private void join(Map<String, String> now, LogQuery asked) {
    busy = true;
    now.forEach(
        (host, agent) -> {
          AgentLog known = agents.get(host);
          if (known == null) {
            known = new AgentLog(host, asked, client, clock, this::pump);
            agents.put(host, known);
            known.begin(agent);
          } else if (known.isOver()) {
            known.begin(agent);
          }
        });
    busy = false;
    agents
        .entrySet()
        .removeIf(
            one ->
                !now.containsKey(one.getKey())
                    && one.getValue().isOver()
                    && one.getValue().first() == null);
    pump();
  }

  private void beat() {
    if (closed) {
      return;
    }
    agents.values().forEach(AgentLog::beat);
    if (silent && !response.writeQueueFull()) {
      response.write("\n");
    }
    silent = true;
    loop.after(BEAT, this::beat);
  }

  /** A reader that does not read would not read the end either. */
  private void finish() {
    close();
    if (response.writeQueueFull()) {
      request.connection().close();
    } else {
      response.end();
    }
  }
}
