package io.berth.e2e.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.e2e.kit.Server;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that compare-and-set and read services, each operation through any of some servers, and
 * take down what came of it. A write that was not answered is tried again under the same id.
 */
public final class Clients implements AutoCloseable {
  private static final String SERVICES = "/v1/namespaces/default/services/";
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int TRIES = 3;
  // As fast as they can, they would take from the servers what those start again with.
  private static final long BREATH_MS = 80;
  private static final int NO_ANSWER = 0;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final Recorder recorder;
  private final ScheduledExecutorService threads;
  private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
  private volatile List<Server> servers;

  private Clients(Recorder recorder, List<Server> servers, int clients) {
    this.recorder = recorder;
    this.servers = servers;
    this.threads = Executors.newScheduledThreadPool(clients);
  }

  /** Begins. */
  public static Clients of(
      Recorder recorder, List<Server> servers, List<String> services, int each) {
    Clients clients = new Clients(recorder, servers, services.size() * each);
    for (String service : services) {
      for (int i = 0; i < each; i++) {
        Client client = clients.new Client(service, service + "-" + i, new Random(i));
        var unused =
            clients.threads.scheduleWithFixedDelay(
                client::operate, 0, BREATH_MS, TimeUnit.MILLISECONDS);
      }
    }
    return clients;
  }

  /** From now on they go to these alone. */
  public void use(List<Server> some) {
    servers = List.copyOf(some);
  }

  /** How often which status was answered to a write or a read; 0 for no answer. */
  public Map<Integer, Long> answers() {
    Map<Integer, Long> counts = new TreeMap<>();
    answers.forEach((status, count) -> counts.put(status, count.sum()));
    return counts;
  }

  /** Ends them once the operations under way have ended. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("clients do not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Client {
    private final String service;
    private final String name;
    private final Random random;
    private long known;
    private int writes;

    Client(String service, String name, Random random) {
      this.service = service;
      this.name = name;
      this.random = random;
    }

    void operate() {
      if (random.nextBoolean()) {
        write();
      } else {
        read(any());
      }
    }

    private Server any() {
      List<Server> some = servers;
      return some.get(random.nextInt(some.size()));
    }

    private void read(Server server) {
      long invoked = recorder.now();
      Answer answer = send(server, HttpRequest.newBuilder().GET());
      if (answer.status == 200 || answer.status == 404) {
        known = answer.json.path("revision").asLong();
        record(
            Operation.read(
                name + "@" + server,
                known,
                answer.json.at("/spec/settings/by").asText(),
                invoked,
                recorder.now()));
      }
    }

    private void write() {
      String content = name + "-" + ++writes;
      String spec = "{\"settings\":{\"by\":\"" + content + "\"}}";
      long invoked = recorder.now();
      for (int i = 0; i < TRIES; i++) {
        Server server = any();
        Answer answer = send(server, put(content, spec));
        String by = name + "@" + server;
        if (answer.status == 200 || answer.status == 201) {
          long revision = answer.json.path("revision").asLong();
          record(Operation.written(by, content, known, revision, invoked, recorder.now()));
          known = revision;
          return;
        }
        if (answer.status == 412) {
          long current = answer.json.path("revision").asLong();
          record(Operation.refused(by, content, known, current, invoked, recorder.now()));
          known = current;
          return;
        }
      }
      record(Operation.unknown(name, content, known, invoked));
    }

    private HttpRequest.Builder put(String id, String spec) {
      return HttpRequest.newBuilder()
          .PUT(HttpRequest.BodyPublishers.ofString(spec))
          .header("Content-Type", "application/json")
          .header("Idempotency-Key", id)
          .header(
              known == 0 ? "If-None-Match" : "If-Match", known == 0 ? "*" : "\"" + known + "\"");
    }

    private void record(Operation operation) {
      recorder.add(service, operation);
    }

    private Answer send(Server server, HttpRequest.Builder request) {
      Answer answer = answer(request.uri(server.url().resolve(SERVICES + service)));
      answers.computeIfAbsent(answer.status, status -> new LongAdder()).increment();
      return answer;
    }

    private Answer answer(HttpRequest.Builder request) {
      try {
        HttpResponse<String> response =
            http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), Json.mapper().readTree(response.body()));
      } catch (IOException e) {
        return new Answer(NO_ANSWER, Json.mapper().createObjectNode());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Answer(NO_ANSWER, Json.mapper().createObjectNode());
      }
    }
  }

  private record Answer(int status, JsonNode json) {}
}
