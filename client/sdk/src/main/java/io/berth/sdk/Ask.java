package io.berth.sdk;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/**
 * A request before it is known which server gets it.
 *
 * @param limit how long the server may take until it begins to answer
 */
record Ask(HttpRequest.Builder request, String path, Duration limit) {

  static Ask get(String path, Duration limit) {
    return new Ask(HttpRequest.newBuilder().GET(), path, limit);
  }

  /** Answered when the state is another than the tag's, or when the wait is over. */
  static Ask watch(String path, Optional<String> etag, Duration wait, Duration limit) {
    HttpRequest.Builder request = HttpRequest.newBuilder().GET();
    request.header("Prefer", "wait=" + Math.max(1, wait.plusMillis(999).toSeconds()));
    etag.ifPresent(tag -> request.header("If-None-Match", tag));
    // Without a tag the server has nothing to wait for.
    return new Ask(request, path, etag.isPresent() ? wait.plus(limit) : limit);
  }

  static Ask put(String path, byte[] json, Duration limit) {
    return new Ask(
        HttpRequest.newBuilder()
            .PUT(BodyPublishers.ofByteArray(json))
            .header("Content-Type", "application/json"),
        path,
        limit);
  }

  static Ask delete(String path, Duration limit) {
    return new Ask(HttpRequest.newBuilder().DELETE(), path, limit);
  }

  HttpRequest of(URI endpoint, Optional<String> token) {
    HttpRequest.Builder whole =
        request.copy().uri(URI.create(endpoint + path)).timeout(limit).header("Accept", "*/*");
    token.ifPresent(value -> whole.header("Authorization", "Bearer " + value));
    return whole.build();
  }
}
