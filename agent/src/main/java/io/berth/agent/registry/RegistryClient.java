package io.berth.agent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.agent.net.NoTls;
import io.berth.api.ContainerRecord;
import io.berth.api.HostStatus;
import io.berth.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The requests that an agent makes. An answer of any status is returned as it is; when there is
 * none, the next server is asked next time. Thread-safe.
 */
public final class RegistryClient {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration REQUEST = Duration.ofSeconds(5);
  private static final int SERVER_ERROR = 500;

  private final HttpClient http;
  private final Servers servers;

  /** Asks these servers. */
  public RegistryClient(List<URI> servers) {
    this.servers = new Servers(servers);
    HttpClient.Builder client =
        HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(CONNECT);
    if (servers.stream().noneMatch(server -> "https".equals(server.getScheme()))) {
      client.sslContext(new NoTls()).sslParameters(NoTls.parameters());
    }
    this.http = client.build();
  }

  /** The server that is asked now, for messages. */
  public URI server() {
    return servers.current();
  }

  /** How many servers there are to try. */
  int size() {
    return servers.size();
  }

  /**
   * Asks for the host's assignments: answered at once when they differ from {@code etag}, else when
   * {@code wait} is over.
   *
   * @param etag of what is known, as it came; empty for nothing
   */
  HttpResponse<byte[]> assignments(String host, String etag, Duration wait)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(wait.plus(REQUEST)).GET();
    if (!etag.isEmpty()) {
      request.header("If-None-Match", etag).header("Prefer", "wait=" + wait.toSeconds());
    }
    return send("/v1/hosts/" + escape(host) + "/assignments", request);
  }

  HttpResponse<byte[]> status(HostStatus status) throws IOException, InterruptedException {
    return send("/v1/hosts/" + escape(status.host()) + "/status", put(status));
  }

  HttpResponse<byte[]> record(ContainerRecord record) throws IOException, InterruptedException {
    String path =
        "/v1/namespaces/"
            + escape(record.namespace())
            + "/services/"
            + escape(record.service())
            + "/records/"
            + escape(record.id());
    return send(path, put(record));
  }

  private HttpResponse<byte[]> send(String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    URI server = servers.current();
    try {
      HttpResponse<byte[]> response =
          http.send(request.uri(at(server, path)).build(), BodyHandlers.ofByteArray());
      if (response.statusCode() >= SERVER_ERROR) {
        servers.failed(server);
      }
      return response;
    } catch (HttpTimeoutException e) {
      servers.failed(server);
      throw new IOException(server + " did not answer in time", e);
    } catch (IOException e) {
      servers.failed(server);
      String why = e.getMessage() == null ? "connection refused" : e.getMessage();
      throw new IOException(server + ": " + why, e);
    }
  }

  private static HttpRequest.Builder put(Object body) {
    try {
      return HttpRequest.newBuilder()
          .timeout(REQUEST)
          .header("Content-Type", "application/json")
          .PUT(BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI at(URI server, String path) {
    String base = server.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private static String escape(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
