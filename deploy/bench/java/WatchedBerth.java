import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A service of Berth's: long polls, each asked again at once. */
final class WatchedBerth implements Watched {
  private static final String SERVICE = "/v1/namespaces/default/services/watched";

  private final HttpClient client;
  private final Api writer;
  private final String[] asked;
  private int base;

  WatchedBerth(Vertx vertx, String written, String asked) {
    this.client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1000));
    this.writer = new Api(written);
    this.asked = asked.split(":");
  }

  @Override
  public void watch(int watchers, Seen seen) throws Exception {
    put(0).toCompletableFuture().get();
    base = writer.get(SERVICE, JsonNode.class).get("revision").intValue();
    for (int watcher = 0; watcher < watchers; watcher++) {
      ask(watcher, base, seen);
    }
  }

  private void ask(int watcher, int revision, Seen seen) {
    client
        .request(HttpMethod.GET, Integer.parseInt(asked[1]), asked[0], SERVICE)
        .compose(
            request ->
                request
                    .putHeader("If-None-Match", "\"" + revision + "\"")
                    .putHeader("Prefer", "wait=30")
                    .send())
        .compose(
            response ->
                response
                    .body()
                    .map(body -> response.statusCode() == 200 ? held(response.getHeader("ETag")) : revision))
        .onSuccess(
            now -> {
              if (now != revision) {
                seen.seen(watcher, now - base);
              }
              ask(watcher, now, seen);
            })
        .onFailure(failure -> failure.printStackTrace());
  }

  private static int held(String etag) {
    return Integer.parseInt(etag.replace("\"", ""));
  }

  @Override
  public CompletionStage<?> put(int value) {
    return writer.sending("PUT", SERVICE, Map.of("settings", Map.of("value", base + value)));
  }
}
