package io.berth.cli.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.api.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One request to one server over HTTP/1.1. By HttpURLConnection, because a command lives for a
 * moment: java.net.http.HttpClient takes a quarter of a second to its first request, this a
 * twentieth.
 */
final class Transport {
  private static final Duration PATIENT = Duration.ofSeconds(5);
  private static final Duration IMPATIENT = Duration.ofMillis(1500);

  /** Longer than between two signs of life on a stream, which are 15 s apart. */
  private static final Duration QUIET = Duration.ofSeconds(20);

  private final Duration connect;
  private final Pulse pulse;

  /** To these servers; where there are several, none is waited for while it looks dead. */
  Transport(List<URI> servers) {
    this.connect = servers.size() > 1 ? IMPATIENT : PATIENT;
    this.pulse = new Pulse(servers);
  }

  /**
   * Sends and reads the whole answer.
   *
   * @throws Refused when the server said no
   * @throws ConnectException when the request cannot have reached a server
   * @throws IOException when there was no answer, and it may have
   */
  Answer send(URI server, Call call, Duration timeout) throws IOException {
    HttpURLConnection http = open(server, call, timeout);
    int status = status(server, http);
    String body = body(http, status);
    if (status >= 400) {
      throw new Refused(problem(server, status, body));
    }
    try {
      String etag = Objects.requireNonNullElse(http.getHeaderField("ETag"), "");
      return new Answer(server, status, etag, Answer.parse(body));
    } catch (JsonProcessingException e) {
      throw new Refused(foreign(server, status));
    }
  }

  /** Opens a stream of lines that ends, or fails with an unchecked exception, with the server. */
  Stream<String> lines(URI server, Call call) throws IOException {
    HttpURLConnection http = open(server, call, QUIET);
    int status = status(server, http);
    if (status >= 400) {
      throw new Refused(problem(server, status, body(http, status)));
    }
    BufferedReader reader = new BufferedReader(new InputStreamReader(http.getInputStream(), UTF_8));
    return reader.lines().onClose(http::disconnect);
  }

  /** Waits for the answer to begin, for as long as nothing better can be done. */
  private int status(URI server, HttpURLConnection http) throws IOException {
    try (Pulse.Wait wait = pulse.over(server, http::disconnect)) {
      try {
        return http.getResponseCode();
      } catch (IOException | RuntimeException e) {
        wait.check(); // what a connection says that was closed under it has no meaning
        throw e;
      }
    }
  }

  private HttpURLConnection open(URI server, Call call, Duration timeout) throws IOException {
    HttpURLConnection http =
        (HttpURLConnection) URI.create(server + call.target()).toURL().openConnection();
    http.setRequestMethod(call.method());
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    http.setConnectTimeout((int) connect.toMillis());
    http.setReadTimeout((int) timeout.toMillis());
    http.setRequestProperty("Accept", "application/json, application/problem+json");
    call.headers().forEach(http::setRequestProperty);
    byte[] body = call.body() == null ? null : call.body().toString().getBytes(UTF_8);
    if (body != null) {
      http.setDoOutput(true);
      http.setRequestProperty("Content-Type", "application/json");
      http.setFixedLengthStreamingMode(body.length);
    }
    try {
      http.connect();
    } catch (IOException e) {
      throw (ConnectException) new ConnectException(unconnected(e)).initCause(e);
    }
    if (body != null) {
      try (var out = http.getOutputStream()) {
        out.write(body);
      }
    }
    return http;
  }

  private String unconnected(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return "no connection within " + connect.toMillis() / 1000.0 + "s";
    }
    if (e instanceof UnknownHostException) {
      return "unknown host";
    }
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    return Objects.requireNonNullElse(e.getMessage(), "no connection");
  }

  private static String body(HttpURLConnection http, int status) throws IOException {
    if (status < 0) {
      throw new IOException("the answer is not HTTP");
    }
    try (InputStream in = status >= 400 ? http.getErrorStream() : http.getInputStream()) {
      return in == null ? "" : new String(in.readAllBytes(), UTF_8);
    }
  }

  private static Problem problem(URI server, int status, String body) {
    try {
      JsonNode json = Json.mapper().readTree(body);
      if (json.path("code").isTextual() && json.path("detail").isTextual()) {
        return Json.mapper().treeToValue(json, Problem.class);
      }
    } catch (JsonProcessingException e) {
      // Not a server of Berth's, or something in front of it; said below.
    }
    return foreign(server, status);
  }

  private static Problem foreign(URI server, int status) {
    String detail = server + " answered HTTP " + status + ", not as a registry server would";
    return new Problem("about:blank", "Unexpected answer", status, "", detail, List.of());
  }
}
