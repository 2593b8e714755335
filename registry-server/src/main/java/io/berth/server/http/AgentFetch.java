package io.berth.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request to an agent for lines. It stops reading once it has some, until {@link #more} asks
 * for others. All happens on the event loop of the request that it is made for.
 */
final class AgentFetch {
  private static final int ANSWER_SECONDS = 10;
  private static final int LONGEST_LINE = 256 * 1024;
  private static final int LONGEST_PROBLEM = 64 * 1024;
  private static final int PATIENCE = 2;
  private static final String HINT =
      "; start it with --listen and an address that the servers reach";

  private final Listener listener;
  private HttpClientRequest request;
  private HttpClientResponse response;
  private Buffer rest = Buffer.buffer();
  private boolean waits;
  private int silentBeats;
  private boolean over;

  /** Who asked. */
  interface Listener {
    /** The agent answers. */
    void answered();

    /** Lines came, without their ends. */
    void lines(List<Buffer> lines);

    /**
     * No more lines come.
     *
     * @param trouble what the agent does instead, in a sentence without it; empty when it is done
     */
    void ended(String trouble);
  }

  AgentFetch(Listener listener) {
    this.listener = listener;
  }

  void begin(HttpClient client, RequestOptions options) {
    client
        .request(options)
        .compose(this::send)
        .map(HttpClientResponse::pause) // Nothing may come before there is who takes it.
        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .onComplete(this::answered, failure -> end("cannot be reached: " + reason(failure) + HINT));
  }

  /** Lets more lines come. */
  void more() {
    if (response != null && !over && !waits) {
      waits = true;
      response.resume();
    }
  }

  /** A moment has passed: one that is waited for, and said nothing in two of them, is gone. */
  void beat() {
    if (waits && !over && ++silentBeats >= PATIENCE) {
      end("fell silent");
    }
  }

  /** Ends it; nothing more is told. */
  void close() {
    over = true;
    if (request != null) {
      request.reset();
    }
  }

  private Future<HttpClientResponse> send(HttpClientRequest connected) {
    request = connected;
    if (over) {
      connected.reset();
      return Future.failedFuture("closed");
    }
    return connected.send();
  }

  private void answered(HttpClientResponse answer) {
    if (over) {
      return;
    }
    response = answer;
    answer.exceptionHandler(failure -> end("went away: " + reason(failure)));
    if (answer.statusCode() == 200) {
      listener.answered();
      answer.handler(this::chunk).endHandler(ended -> end(""));
    } else {
      answer.handler(this::problem).endHandler(ended -> end("refuses: " + detail()));
    }
    more();
  }

  private void chunk(Buffer chunk) {
    if (over) {
      return;
    }
    silentBeats = 0;
    int known = rest.length();
    rest.appendBuffer(chunk);
    List<Buffer> lines = new ArrayList<>();
    int from = 0;
    for (int at = known; at < rest.length(); at++) {
      if (rest.getByte(at) == '\n') {
        lines.add(rest.getBuffer(from, at));
        from = at + 1;
      }
    }
    rest = rest.getBuffer(from, rest.length());
    lines.removeIf(line -> line.length() == 0); // Signs of life.
    if (rest.length() > LONGEST_LINE) {
      end("answers what is not a log");
    } else if (!lines.isEmpty()) {
      waits = false;
      response.pause();
      listener.lines(lines);
    }
  }

  private void problem(Buffer chunk) {
    if (rest.length() + chunk.length() > LONGEST_PROBLEM) {
      end("answers what is not a log");
    } else {
      rest.appendBuffer(chunk);
    }
  }

  private String detail() {
    try {
      JsonNode detail = Json.mapper().readTree(rest.getBytes()).path("detail");
      if (detail.isTextual()) {
        return detail.textValue();
      }
    } catch (IOException e) {
      // No agent of Berth's; said below.
    }
    return "it answers HTTP " + response.statusCode();
  }

  private void end(String trouble) {
    if (!over) {
      close();
      listener.ended(trouble);
    }
  }

  private static String reason(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return "no answer within " + ANSWER_SECONDS + " s";
    }
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    if (failure instanceof ConnectException) {
      boolean late = String.valueOf(failure.getMessage()).contains("timed out");
      return late ? "no connection in time" : "connection refused";
    }
    return String.valueOf(failure.getMessage());
  }
}
