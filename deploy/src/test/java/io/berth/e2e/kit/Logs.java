package io.berth.e2e.kit;

import io.berth.api.Json;
import io.berth.api.LogLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the containers of a service in the namespace default print, as a server tells it. */
public final class Logs implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final InputStream body;
  private final List<LogLine> lines = new CopyOnWriteArrayList<>();

  private Logs(InputStream body) {
    this.body = body;
  }

  /**
   * Reads it to its end.
   *
   * @param query such as {@code revision=2}, or empty
   */
  public static List<LogLine> read(URI server, String service, String query) {
    try (Logs logs = open(server, service, query)) {
      logs.readAll();
      return logs.lines();
    }
  }

  /** Follows it until closed. */
  public static Logs follow(URI server, String service) {
    Logs logs = open(server, service, "follow=true");
    Thread reader = new Thread(logs::readAll, "logs of " + service);
    reader.setDaemon(true);
    reader.start();
    return logs;
  }

  private static Logs open(URI server, String service, String query) {
    URI uri = server.resolve("/v1/namespaces/default/services/" + service + "/logs?" + query);
    try {
      HttpResponse<InputStream> answer =
          HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(uri + " answered " + answer.statusCode());
      }
      return new Logs(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void readAll() {
    try {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isEmpty()) {
          lines.add(Json.mapper().readValue(line, LogLine.class));
        }
      }
    } catch (IOException e) {
      // It was closed, or the server went away: what was read so far counts.
    }
  }

  /** What was read so far. */
  public List<LogLine> lines() {
    return List.copyOf(lines);
  }

  /** Whether such a line was read. */
  public boolean has(long revision, String text) {
    return lines.stream().anyMatch(line -> line.revision() == revision && line.line().equals(text));
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
