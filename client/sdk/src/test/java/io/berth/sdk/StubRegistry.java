package io.berth.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.api.Instance;
import io.berth.api.Instances;
import io.berth.api.Json;
import io.berth.api.ProblemCode;
import io.berth.api.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A registry in this process that says what a test wants: over real HTTP, with watches as real
 * servers answer them. Its tags are plain counters, so two of these give the same tag to different
 * states, as nothing forbids.
 */
final class StubRegistry implements AutoCloseable {
  private final Map<String, State> states = new HashMap<>();
  private final Map<String, Registration> registrations = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private Mood mood = Mood.WELL;
  private int waitsEnded;
  private int looks;
  private int port;
  private HttpServer server;
  private ExecutorService threads;

  /** How it answers. */
  enum Mood {
    WELL,
    /** Refuses everything with 503. */
    NOT_READY,
    /** Says that it is not ready, and answers. */
    LIMPING,
    /** Answers a watch at once with what the watcher holds. */
    IMPATIENT,
    /** Takes requests and never answers. */
    SILENT,
    /** Answers what is not JSON. */
    TALKING_NONSENSE,
    /** Is a web server of another kind, which has no such page. */
    FOREIGN
  }

  private record State(int version, String body) {
    String tag() {
      return "\"" + version + "\"";
    }
  }

  StubRegistry() {
    start();
  }

  /** Begins to listen, at the port of last time if there was one. */
  void start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = server.getAddress().getPort();
    threads = Executors.newCachedThreadPool(Loop.daemons("stub-registry"));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Closes its port and breaks every connection. */
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Override
  public void close() {
    stop();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  synchronized void mood(Mood value) {
    mood = value;
    notifyAll();
  }

  void instances(String service, Instance... all) {
    set(
        "/v1/namespaces/default/services/" + service + "/instances",
        json(new Instances("default", service, List.of(all))));
  }

  void settings(String service, long revision, String document) {
    set(
        "/v1/namespaces/default/services/" + service + "/settings",
        "{\"namespace\":\"default\",\"service\":\"%s\",\"revision\":%d,\"settings\":%s}"
            .formatted(service, revision, document));
  }

  /** Answers 404 from now on. */
  synchronized void forget(String service) {
    states.keySet().removeIf(path -> path.contains("/services/" + service + "/"));
    notifyAll();
  }

  /** Answers every watch that waits now with 304, as when its time is up. */
  synchronized void endWaits() {
    waitsEnded++;
    notifyAll();
  }

  /** Method and path of every request but looks at its health, in order. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** How often its health was looked at. */
  synchronized int looks() {
    return looks;
  }

  /** What is registered, by the path's last part. */
  synchronized Map<String, Registration> registrations() {
    return Map.copyOf(registrations);
  }

  /** Loses every registration, as a server that was away for long. */
  synchronized void loseRegistrations() {
    registrations.clear();
  }

  static Instance instance(String service, String id, int weight) {
    return new Instance(
        "default",
        service,
        id,
        "",
        0,
        "127.0.0.1",
        List.of(new Instance.InstancePort(8080, 8080, "tcp")),
        io.berth.api.Health.PASSING,
        weight,
        Map.of(),
        null);
  }

  static Instance instance(String id) {
    return instance("web", id, 1);
  }

  private synchronized void set(String path, String body) {
    State before = states.get(path);
    states.put(path, new State(before == null ? 1 : before.version() + 1, body));
    notifyAll();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Reply reply = decide(exchange, body);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      if (!reply.tag().isEmpty()) {
        exchange.getResponseHeaders().add("ETag", reply.tag());
      }
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Reply(int status, String tag, String body) {}

  private synchronized Reply decide(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    boolean health = path.startsWith("/health/");
    if (health) {
      looks++;
    } else {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    }
    while (mood == Mood.SILENT) {
      wait();
    }
    if (health && (mood == Mood.NOT_READY || mood == Mood.LIMPING)) {
      return new Reply(503, "", "{\"ready\":false,\"reasons\":[\"loading\"]}");
    }
    if (mood == Mood.NOT_READY) {
      return new Reply(503, "", json(ProblemCode.NOT_READY.problem("loading")));
    }
    if (mood == Mood.FOREIGN) {
      return new Reply(404, "", "<html>no such page</html>");
    }
    if (mood == Mood.TALKING_NONSENSE) {
      return new Reply(200, "\"x\"", "<html>hello</html>");
    }
    if (health) {
      return new Reply(200, "", "{\"ready\":true,\"reasons\":[]}");
    }
    String id = path.substring(path.lastIndexOf('/') + 1);
    return switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        registrations.put(id, Json.mapper().readValue(body, Registration.class));
        yield new Reply(200, "", json(instance(id)));
      }
      case "DELETE" ->
          registrations.remove(id) == null
              ? new Reply(404, "", json(ProblemCode.NOT_FOUND.problem("no such instance")))
              : new Reply(204, "", "");
      default -> watch(exchange, path);
    };
  }

  private Reply watch(HttpExchange exchange, String path) throws InterruptedException {
    String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
    String wait = exchange.getRequestHeaders().getFirst("Prefer");
    long end = System.nanoTime() + seconds(wait) * 1_000_000_000L;
    int ended = waitsEnded;
    Mood before = mood;
    while (states.containsKey(path)
        && states.get(path).tag().equals(tag)
        && ended == waitsEnded
        && mood != Mood.IMPATIENT
        && end > System.nanoTime()) {
      wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      while (mood == Mood.SILENT) {
        wait();
      }
      if (mood != before && mood != Mood.LIMPING) {
        return new Reply(503, "", "");
      }
    }
    State state = states.get(path);
    if (state == null) {
      return new Reply(404, "", json(ProblemCode.NOT_FOUND.problem("no such service")));
    }
    return state.tag().equals(tag) && mood != Mood.IMPATIENT
        ? new Reply(304, tag, "")
        : new Reply(200, state.tag(), state.body());
  }

  private static long seconds(String prefer) {
    return prefer == null ? 0 : Long.parseLong(prefer.substring("wait=".length()));
  }

  private static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
