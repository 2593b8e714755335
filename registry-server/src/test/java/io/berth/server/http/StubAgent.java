package io.berth.server.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.api.LogLine;
import io.berth.api.ProblemCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a server asks for logs: an agent that answers as it is told. */
final class StubAgent implements AutoCloseable {
  private static final LogLine BREAK = LogLine.berth("", Instant.EPOCH, "");

  private final String host;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<LogLine> past = new CopyOnWriteArrayList<>();
  private final BlockingQueue<LogLine> live = new LinkedBlockingQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger readers = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private volatile String refusal = "";

  StubAgent(String host) {
    this.host = host;
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** A line that a container printed so many seconds after noon. */
  LogLine line(String instance, int second, String text) {
    Instant time = Instant.parse("2026-01-01T12:00:00Z").plusSeconds(second);
    return new LogLine(host, instance, 0, 1, time, LogLine.STDOUT, text);
  }

  /** Was printed before anybody asks. */
  StubAgent past(String instance, int second, String text) {
    past.add(line(instance, second, text));
    return this;
  }

  /** Is printed now. */
  void prints(String instance, int second, String text) {
    live.add(line(instance, second, text));
  }

  /** Ends the answer that is under way. */
  void breaksOff() {
    live.add(BREAK);
  }

  /** Answers all with a problem. */
  StubAgent refuses(String why) {
    refusal = why;
    return this;
  }

  /** What was asked for, oldest first. */
  List<String> asked() {
    return asked;
  }

  /** How many answers are under way. */
  int readers() {
    return readers.get();
  }

  /** How many lines it could write. */
  long written() {
    return written.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    asked.add(uri);
    readers.incrementAndGet();
    try (exchange) {
      if (!refusal.isEmpty()) {
        byte[] body = Answer.bytes(ProblemCode.INVALID_REQUEST.problem(refusal));
        exchange.sendResponseHeaders(400, body.length);
        exchange.getResponseBody().write(body);
        return;
      }
      exchange.getResponseHeaders().add("Content-Type", "application/x-ndjson");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      for (LogLine line : past) {
        write(out, line);
      }
      out.flush();
      if (uri.contains("follow=true")) {
        follow(out);
      }
    } finally {
      readers.decrementAndGet();
    }
  }

  private void follow(OutputStream out) throws IOException {
    try {
      while (true) {
        LogLine line = live.poll(50, TimeUnit.MILLISECONDS);
        if (BREAK.equals(line)) {
          return;
        } else if (line == null) {
          out.write('\n'); // Fails when nobody reads any more.
        } else {
          write(out, line);
        }
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(OutputStream out, LogLine line) throws IOException {
    out.write(Answer.bytes(line));
    out.write("\n".getBytes(StandardCharsets.UTF_8));
    written.incrementAndGet();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
