import io.berth.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks one server, one request after the other, over a connection that is kept. */
final class Api {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String server;

  /** HOST:PORT. */
  Api(String server) {
    this.server = server;
  }

  <T> T get(String path, Class<T> type) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
    return Json.mapper().readValue(answered(request), type);
  }

  /** Sends in another thread. */
  CompletableFuture<Void> sending(String method, String path, Object body) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            send(method, path, body);
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  void send(String method, String path, Object body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body)))
            .build();
    answered(request);
  }

  private URI uri(String path) {
    return URI.create("http://" + server + path);
  }

  private byte[] answered(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          request.method() + " " + request.uri() + ": " + response.statusCode() + " "
              + new String(response.body(), StandardCharsets.UTF_8));
    }
    return response.body();
  }
}
