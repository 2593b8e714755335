package io.berth.server.http;

import io.berth.api.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers. On the response's event loop. */
final class Responses {
  private Responses() {}

  /** Writes it, unless the asker has gone or has its answer. */
  static void send(HttpServerResponse response, Answer answer) {
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    response.setStatusCode(answer.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (answer.etag() != null) {
      response.putHeader(HttpHeaders.ETAG, answer.etag());
    }
    if (answer.status() == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    if (answer.body() == null) {
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType()).end(answer.body());
    }
  }

  static void send(HttpServerResponse response, Problem problem) {
    send(response, Answer.problem(problem));
  }

  static void fail(HttpServerResponse response, Throwable failure) {
    send(response, Problems.of(failure));
  }
}
