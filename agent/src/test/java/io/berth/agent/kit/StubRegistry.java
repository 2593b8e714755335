package io.berth.agent.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.api.Assignment;
import io.berth.api.ContainerRecord;
import io.berth.api.HostAssignments;
import io.berth.api.HostStatus;
import io.berth.api.ImageOrder;
import io.berth.api.Json;
import io.berth.api.Problem;
import io.berth.api.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The part of a server that an agent meets: assignments to follow, status and records to take. */
public final class StubRegistry implements AutoCloseable {
  private final String cluster;
  private final List<HostStatus> statuses = new CopyOnWriteArrayList<>();
  private final Map<String, ContainerRecord> records = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private List<Assignment> assignments = new ArrayList<>();
  private List<ImageOrder> images = new ArrayList<>();
  private List<String> keepImages = new ArrayList<>();
  private long version = 1;
  private int port;
  private volatile HttpServer server;
  private volatile int refuseWith;
  private volatile String instead;
  private final AtomicInteger looks = new AtomicInteger();
  private volatile boolean ready = true;
  private boolean silent;
  private boolean foreign;
  private long number;

  /** Of this cluster, serving on a port of its own. */
  public StubRegistry(String cluster) {
    this.cluster = cluster;
    up();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Serves, on the same port as ever. */
  public void up() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    port = server.getAddress().getPort();
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers nobody. */
  public void down() {
    server.stop(0);
  }

  /** Takes requests and answers none, those that wait already neither; until told otherwise. */
  public synchronized void silent(boolean now) {
    silent = now;
    notifyAll();
  }

  /** Says of itself whether it is ready, and does its work all the same. */
  public void ready(boolean now) {
    ready = now;
  }

  /** Is a web server of another kind: knows nothing but a page that says so. */
  public void foreign() {
    foreign = true;
  }

  /** Knows of a report with this number. */
  public synchronized void knowsReport(long last) {
    number = last;
  }

  /** Answers every request so; 0 for as it should. */
  public void refuseWith(int status) {
    refuseWith = status;
  }

  /** Answers this instead of assignments; null for those. */
  public synchronized void answerInstead(String body) {
    instead = body;
    version++;
    notifyAll();
  }

  /** These are desired from now on. */
  public synchronized void assign(Assignment... now) {
    assignments = List.of(now);
    version++;
    notifyAll();
  }

  public synchronized void order(ImageOrder... now) {
    images = List.of(now);
    version++;
    notifyAll();
  }

  public synchronized void keepImages(String... now) {
    keepImages = List.of(now);
    version++;
    notifyAll();
  }

  /** The last status; empty before the first. */
  public Optional<HostStatus> status() {
    return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(statuses.size() - 1));
  }

  public List<HostStatus> statuses() {
    return List.copyOf(statuses);
  }

  /** By their ids. */
  public Map<String, ContainerRecord> records() {
    return records;
  }

  /** The requests that came, as {@code GET /path}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** How often its health was looked at. */
  public int looks() {
    return looks.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.startsWith("/v1/")) {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      }
      if (path.equals("/health/ready")) {
        looks.incrementAndGet();
      }
      awaitSpeech();
      if (foreign) {
        send(exchange, 404, "<html>no such page</html>");
      } else if (path.equals("/health/ready")) {
        send(exchange, ready ? 200 : 503, "{\"ready\":" + ready + ",\"reasons\":[]}");
      } else if (refuseWith != 0) {
        send(exchange, refuseWith, refusal());
      } else if (path.endsWith("/status")) {
        take(exchange, Json.mapper().readValue(body, HostStatus.class));
      } else if (path.startsWith("/v1/hosts/")) {
        follow(exchange);
      } else {
        ContainerRecord record = Json.mapper().readValue(body, ContainerRecord.class);
        records.put(record.id(), record);
        send(exchange, 204, "");
      }
    }
  }

  private synchronized void awaitSpeech() {
    while (silent) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private String refusal() throws JsonProcessingException {
    return Json.mapper()
        .writeValueAsString(
            new Problem("about:blank", "", refuseWith, "refused", "not now", List.of()));
  }

  private synchronized void take(HttpExchange exchange, HostStatus status) throws IOException {
    if (!status.cluster().equals(cluster)) {
      refuse(exchange, ProblemCode.WRONG_CLUSTER, null);
    } else if (status.number() != 0 && status.number() <= number) {
      refuse(exchange, ProblemCode.STALE_REPORT, number);
    } else {
      number = Math.max(number, status.number());
      statuses.add(status);
      send(exchange, 204, "");
    }
  }

  private static void refuse(HttpExchange exchange, ProblemCode code, Long number)
      throws IOException {
    Problem problem =
        new Problem(
            "about:blank", code.title(), code.status(), code.code(), "", List.of(), null, number);
    send(exchange, code.status(), Json.mapper().writeValueAsString(problem));
  }

  private void follow(HttpExchange exchange) throws IOException {
    String known = exchange.getRequestHeaders().getFirst("If-None-Match");
    String prefer = exchange.getRequestHeaders().getFirst("Prefer");
    long deadline =
        System.nanoTime()
            + (prefer == null ? 0 : Long.parseLong(prefer.substring("wait=".length())))
                * 1_000_000_000L;
    String host = exchange.getRequestURI().getPath().split("/", -1)[3];
    String body;
    String etag;
    synchronized (this) {
      while (etag().equals(known) && System.nanoTime() < deadline) {
        try {
          wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
      etag = etag();
      body =
          instead != null
              ? instead
              : Json.mapper()
                  .writeValueAsString(
                      new HostAssignments(
                          cluster, host, assignments, images, keepImages, List.of()));
    }
    awaitSpeech();
    if (refuseWith != 0) {
      send(exchange, refuseWith, refusal());
    } else if (etag.equals(known)) {
      send(exchange, 304, "");
    } else {
      exchange.getResponseHeaders().set("ETag", etag);
      send(exchange, 200, body);
    }
  }

  private String etag() {
    return "\"" + version + "\"";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    down();
  }
}
