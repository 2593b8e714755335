package io.berth.e2e.kit;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Looks a service up at a steady rate, as a client with several servers does: where one does not
 * answer, another is asked. Counts the lookups that nobody answered, and those that lack an
 * instance that is there.
 */
public final class Lookups implements AutoCloseable {
  private static final int CALLERS = 4;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final List<Server> servers;
  private final String path;
  private final String id;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(CALLERS);
  private final LongAdder answered = new LongAdder();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();

  /** Begins to look for an instance of a service. */
  public Lookups(List<Server> servers, String service, String id, int perSecond) {
    this.servers = servers;
    this.path = "/v1/namespaces/default/services/" + service + "/instances?passing=true";
    this.id = '"' + id + '"';
    long period = TimeUnit.SECONDS.toMicros(1) * CALLERS / perSecond;
    for (int i = 0; i < CALLERS; i++) {
      int first = i;
      var unused = clock.scheduleAtFixedRate(() -> lookUp(first), 0, period, TimeUnit.MICROSECONDS);
    }
  }

  private void lookUp(int first) {
    StringBuilder tried = new StringBuilder();
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get((first + i) % servers.size());
      try {
        HttpRequest request =
            HttpRequest.newBuilder(server.url().resolve(path))
                .timeout(Duration.ofSeconds(2))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          if (answer.body().contains(id)) {
            answered.increment();
          } else {
            failed.add(server + " answered " + answer.body());
          }
          return;
        }
        tried.append(server).append(' ').append(answer.statusCode()).append(' ');
      } catch (IOException e) {
        tried.append(server).append(' ').append(e).append(' ');
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    failed.add(tried.toString());
  }

  /** How many were answered well. */
  public long answered() {
    return answered.sum();
  }

  /** Those that were not, and why. */
  public List<String> failed() {
    return List.copyOf(failed);
  }

  @Override
  public void close() {
    clock.shutdown();
  }
}
