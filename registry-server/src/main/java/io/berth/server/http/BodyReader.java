package io.berth.server.http;

import io.berth.server.catalog.InvalidRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a body of at most 1 MiB. One that is larger is thrown away as it comes, up to a bound, so
 * that its sender gets to read the answer and may use the connection again; beyond the bound the
 * connection is closed.
 */
final class BodyReader {
  private static final int LARGEST = 1 << 20;
  private static final int THROWN_AWAY = 32 << 20;
  private static final long PATIENCE_MILLIS = 30_000;
  private static final long LINGER_MILLIS = 1_000;
  private static final byte[] NONE = {};
  private static final Pattern JSON =
      Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final Promise<byte[]> promise = Promise.promise();
  private final Buffer body = Buffer.buffer();
  private long size;

  private BodyReader(Vertx vertx, HttpServerRequest request) {
    this.vertx = vertx;
    this.request = request;
  }

  /** The body, empty for none. */
  static Future<byte[]> read(Vertx vertx, HttpServerRequest request) {
    if (request.isEnded()) {
      return Future.succeededFuture(NONE);
    }
    BodyReader reader = new BodyReader(vertx, request);
    long timer = vertx.setTimer(PATIENCE_MILLIS, id -> reader.tooSlow());
    return reader.begin().onComplete(done -> vertx.cancelTimer(timer));
  }

  private Future<byte[]> begin() {
    long length = length();
    if (length > THROWN_AWAY || (length > LARGEST && expectsToBeAsked())) {
      return Future.failedFuture(closing(new BodyTooLarge()));
    }
    request.handler(this::more).endHandler(v -> end()).exceptionHandler(promise::tryFail);
    if (expectsToBeAsked()) {
      request.response().writeContinue();
    }
    return promise.future();
  }

  private void more(Buffer chunk) {
    size += chunk.length();
    if (size <= LARGEST) {
      body.appendBuffer(chunk);
    } else if (size > THROWN_AWAY) {
      promise.tryFail(closing(new BodyTooLarge()));
    }
  }

  private void end() {
    if (size > LARGEST) {
      promise.tryFail(new BodyTooLarge());
    } else if (size > 0 && !isJson()) {
      promise.tryFail(new UnsupportedMediaType(request.getHeader(HttpHeaders.CONTENT_TYPE)));
    } else {
      promise.tryComplete(body.getBytes());
    }
  }

  private void tooSlow() {
    promise.tryFail(closing(new InvalidRequest("", "the body did not come within 30 s")));
  }

  /** Without a content type it is taken for JSON. */
  private boolean isJson() {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type == null || JSON.matcher(type.trim().toLowerCase(Locale.ROOT)).matches();
  }

  private boolean expectsToBeAsked() {
    return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  private long length() {
    try {
      return Long.parseLong(request.getHeader(HttpHeaders.CONTENT_LENGTH));
    } catch (NumberFormatException e) {
      return 0; // None is said: it comes in chunks, which are counted.
    }
  }

  /**
   * What is still to come would be taken for the next request, so there is none. It is thrown away
   * for a moment longer: closing at once could take the answer away from who is still sending.
   */
  private RuntimeException closing(RuntimeException why) {
    request.response().putHeader(HttpHeaders.CONNECTION, "close");
    request.handler(chunk -> {});
    vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
    return why;
  }
}
