package io.berth.server.http;

import io.berth.api.Json;
import io.berth.api.LogLine;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of one host, as far as they are fetched and not taken yet. What keeps the rest away is
 * a line among them. After its end it may begin again, and goes on where it was. On one event loop.
 */
final class AgentLog implements AgentFetch.Listener {
  private final String host;
  private final LogQuery query;
  private final HttpClient client;
  private final Clock clock;
  private final Runnable changed;
  private final Deque<Line> lines = new ArrayDeque<>();
  private final Map<String, Instant> last = new HashMap<>(); // By instance.
  private Map<String, Instant> known = Map.of();
  private String agent = "";
  private AgentFetch fetch;
  private boolean answered;
  private boolean over;
  private boolean complained;

  /** A line as it is sorted, and as it came. */
  record Line(Instant time, Buffer text) {}

  /**
   * Wires it.
   *
   * @param changed told when there is a line more, or there will be none
   */
  AgentLog(String host, LogQuery query, HttpClient client, Clock clock, Runnable changed) {
    this.host = host;
    this.query = query;
    this.client = client;
    this.clock = clock;
    this.changed = changed;
  }

  /** Asks the agent at this URL, for what is not known yet. */
  void begin(String url) {
    agent = url;
    over = false;
    answered = false;
    known = Map.copyOf(last);
    if (url.isEmpty()) {
      complain("the agent of " + host + " does not say where it is reached");
      return;
    }
    RequestOptions options = new RequestOptions();
    if (!isAddress(url, options)) {
      complain("the agent of " + host + " is reached at no such address as " + Quote.of(url));
      return;
    }
    LogQuery rest = known.isEmpty() ? query : query.after(Collections.min(known.values()));
    fetch = new AgentFetch(this);
    fetch.begin(client, options.setURI(rest.uri(host)));
  }

  /** Only a bare address is dialled; what is asked there is ours to say. */
  private static boolean isAddress(String url, RequestOptions options) {
    try {
      URI uri = URI.create(url);
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() > 0
          && url.equals("http://" + uri.getHost() + ":" + uri.getPort())) {
        options.setHost(uri.getHost().replaceAll("[\\[\\]]", "")).setPort(uri.getPort());
        return true;
      }
    } catch (IllegalArgumentException e) {
      // Said by who asks, as for any other text that is none.
    }
    return false;
  }

  /** The first line that was not taken; null for none. */
  Line first() {
    return lines.peek();
  }

  /** Takes the first line. */
  Line take() {
    Line line = lines.remove();
    if (lines.isEmpty() && fetch != null) {
      fetch.more();
    }
    return line;
  }

  /** Whether no more lines will come, unless it begins again. */
  boolean isOver() {
    return over;
  }

  void beat() {
    if (fetch != null) {
      fetch.beat();
    }
  }

  void close() {
    if (fetch != null) {
      fetch.close();
    }
  }

  @Override
  public void answered() {
    answered = true;
    complained = false;
  }

  @Override
  public void lines(List<Buffer> texts) {
    for (Buffer text : texts) {
      LogLine line = read(text);
      if (line == null) {
        close();
        complain("the agent at " + agent + " answers what is not a log");
        return;
      }
      boolean said = line.stream().equals(LogLine.BERTH);
      Instant before = known.get(line.instance());
      if (said || before == null || line.time().isAfter(before)) {
        lines.add(new Line(line.time(), text));
      }
      if (!said) {
        last.merge(line.instance(), line.time(), (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    if (lines.isEmpty()) {
      fetch.more();
    } else {
      changed.run();
    }
  }

  private static LogLine read(Buffer text) {
    try {
      LogLine line = Json.mapper().readValue(text.getBytes(), LogLine.class);
      boolean whole = line.time() != null && line.stream() != null && line.instance() != null;
      return whole ? line : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void ended(String trouble) {
    if (trouble.isEmpty() || (query.follow() && answered)) {
      end(); // Who is followed is asked again in a moment; if that fails, it is said.
    } else {
      complain("the agent at " + agent + " " + trouble);
    }
  }

  /** Says it once, until the agent has answered again. */
  private void complain(String why) {
    if (!complained) {
      complained = true;
      Instant now = clock.instant();
      lines.add(new Line(now, Buffer.buffer(Answer.bytes(LogLine.berth(host, now, why)))));
    }
    end();
  }

  private void end() {
    over = true;
    changed.run();
  }
}
