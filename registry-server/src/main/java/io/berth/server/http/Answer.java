package io.berth.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Json;
import io.berth.api.Problem;
import io.berth.server.watch.State;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.UncheckedIOException;

/**
 * A whole answer.
 *
 * @param status the HTTP status
 * @param contentType of the body; null without a body
 * @param etag in quotes; null for none
 * @param body null for none
 */
record Answer(int status, String contentType, String etag, Buffer body) {
  static final String JSON = "application/json";
  static final String PROBLEM = "application/problem+json";

  static Answer json(int status, Object value) {
    return new Answer(status, JSON, null, Buffer.buffer(bytes(value)));
  }

  /** JSON that is numbered by its revision. */
  static Answer revision(int status, long revision, Object value) {
    return new Answer(
        status, JSON, '"' + Long.toString(revision) + '"', Buffer.buffer(bytes(value)));
  }

  /** A state as it stands: its very bytes, as it may be large and many may ask for it at once. */
  static Answer of(State state) {
    ByteBuf body = Unpooled.wrappedBuffer(state.body());
    return new Answer(200, JSON, state.etag(), BufferInternal.buffer(body));
  }

  static Answer text(String contentType, byte[] text) {
    return new Answer(200, contentType, null, Buffer.buffer(text));
  }

  static Answer empty(int status) {
    return new Answer(status, null, null, null);
  }

  static Answer notModified(String etag) {
    return new Answer(304, null, etag, null);
  }

  static Answer problem(Problem problem) {
    return new Answer(problem.status(), PROBLEM, null, Buffer.buffer(bytes(problem)));
  }

  static byte[] bytes(Object value) {
    try {
      return Json.mapper().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
