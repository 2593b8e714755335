package io.berth.agent.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that ask a port on and on, every other of them over a new connection each time. */
final class Load implements AutoCloseable {
  private static final int TIMEOUT_MS = 10_000;

  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads;
  private final AtomicInteger answered = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();

  Load(int port, int callers) {
    this.port = port;
    this.threads = Executors.newFixedThreadPool(callers);
    for (int i = 0; i < callers; i++) {
      boolean fresh = i % 2 == 0;
      threads.execute(() -> run(fresh));
    }
  }

  private void run(boolean fresh) {
    while (!over.get()) {
      try {
        String answer = fresh ? fresh() : kept();
        if (answer.isEmpty()) {
          answered.incrementAndGet();
        } else {
          failures.add(answer);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** What is wrong with the answer; empty for nothing. */
  private String fresh() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return answer.startsWith("HTTP/1.1 200 ") ? "" : "answered: " + answer;
    }
  }

  private String kept() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofMillis(TIMEOUT_MS))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() == 200 ? "" : answer + answer.body();
  }

  int answered() {
    return answered.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Ends once what is under way has ended. */
  @Override
  public void close() {
    over.set(true);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(2L * TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("callers do not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
