import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key of etcd's, by its JSON gateway: a stream a watcher. */
final class WatchedEtcd implements Watched {
  private static final String KEY = encoded("watched");
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");

  private final HttpClient client;
  private final Api writer;
  private final String[] server;

  WatchedEtcd(Vertx vertx, String server) {
    this.client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1000));
    this.writer = new Api(server);
    this.server = server.split(":");
  }

  @Override
  public void watch(int watchers, Seen seen) throws Exception {
    CountDownLatch created = new CountDownLatch(watchers);
    for (int i = 0; i < watchers; i++) {
      int watcher = i;
      client
          .request(HttpMethod.POST, Integer.parseInt(server[1]), server[0], "/v3/watch")
          .compose(
              request -> request.send(Buffer.buffer("{\"create_request\":{\"key\":\"" + KEY + "\"}}")))
          .onSuccess(response -> follow(response, watcher, seen, created))
          .onFailure(failure -> failure.printStackTrace());
    }
    if (!created.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("etcd has not begun " + created.getCount() + " watches");
    }
  }

  private static void follow(
      HttpClientResponse response, int watcher, Seen seen, CountDownLatch created) {
    response.handler(
        RecordParser.newDelimited(
            "\n",
            line -> {
              String text = line.toString();
              if (text.contains("\"created\":true")) {
                created.countDown();
              }
              Matcher value = VALUE.matcher(text);
              while (value.find()) {
                seen.seen(watcher, Integer.parseInt(decoded(value.group(1))));
              }
            }));
  }

  @Override
  public CompletionStage<?> put(int value) {
    return writer.sending(
        "POST", "/v3/kv/put", Map.of("key", KEY, "value", encoded(Integer.toString(value))));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }
}
