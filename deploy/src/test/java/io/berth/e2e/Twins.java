package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.e2e.kit.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * Two services that are written together, each time with the next number, which is their revision
 * as well: nothing is half as long as they hold the same.
 */
final class Twins implements AutoCloseable {
  private static final long BREATH_MS = 5;

  private final String one;
  private final String other;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong acknowledged = new AtomicLong();
  private volatile String refused = "";

  /** Begins to write them at a server. */
  Twins(Api api, String name) {
    this.one = name + "-one";
    this.other = name + "-other";
    var unused =
        thread.scheduleWithFixedDelay(() -> next(api), 0, BREATH_MS, TimeUnit.MILLISECONDS);
  }

  private void next(Api api) {
    long number = acknowledged.get() + 1;
    HttpResponse<String> answer = write(api, number);
    if (answer.statusCode() == 200) {
      acknowledged.set(number);
    } else {
      refused = answer.body();
    }
  }

  private HttpResponse<String> write(Api api, long number) {
    String spec = "{\"settings\":{\"number\":" + number + "}}";
    String both = "{\"" + one + "\":" + spec + ",\"" + other + "\":" + spec + "}";
    return api.call("POST", "/v1/namespaces/default/apply", both);
  }

  /** The last number that was acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Waits for so many more. */
  void awaitMore(int more) {
    long enough = acknowledged() + more;
    Awaitility.await(one + " up to " + enough + refused)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> acknowledged() >= enough);
  }

  /** The number that both hold. */
  long held(Api api) {
    JsonNode first = read(api, one);
    JsonNode second = read(api, other);
    long number = first.at("/spec/settings/number").asLong();
    assertThat(first.path("revision").asLong()).isEqualTo(number);
    assertThat(second.at("/spec/settings/number").asLong()).isEqualTo(number);
    assertThat(second.path("revision").asLong()).isEqualTo(number);
    assertThat(api.revisions(one).get(0).revision()).isEqualTo(number);
    return number;
  }

  /** Writes the number after the one that both hold. */
  void goOn(Api api) {
    long number = held(api) + 1;
    assertThat(write(api, number).statusCode()).isEqualTo(200);
    assertThat(held(api)).isEqualTo(number);
  }

  private static JsonNode read(Api api, String service) {
    HttpResponse<String> answer =
        api.call("GET", "/v1/namespaces/default/services/" + service, null);
    assertThat(answer.statusCode()).isEqualTo(200);
    try {
      return Json.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the writing, once the last write is answered; none may have been refused. */
  @Override
  public void close() {
    thread.shutdown();
    Awaitility.await().until(thread::isTerminated);
    assertThat(refused).isEmpty();
  }
}
