package io.berth.e2e.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a load counts as failed. */
class LoadTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServerSocket server;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  @Test
  void aConnectionThatWasClosedWhileItIdledIsNotAskedAnyMore() {
    answer(socket -> {});
    Load load = Load.on(server.getLocalPort(), 50);
    Awaitility.await().until(() -> load.answered() >= 20);

    assertThat(load.endWell("closed when idle").failed()).isZero();
  }

  @Test
  void aConnectionThatBreaksOnceItWasAskedIsAFailure() {
    answer(LoadTest::request);
    Load load = Load.on(server.getLocalPort(), 50);
    Awaitility.await().until(() -> load.answered() >= 20);

    assertThatThrownBy(() -> load.endWell("closed when asked"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("closed before the end of an answer=over a kept connection from ");
  }

  @Test
  void anAnswerThatIsNoHttpIsAFailure() {
    AtomicInteger answers = new AtomicInteger();
    serve(
        socket -> {
          request(socket);
          say(socket, "HTTP/1.1 200 OK\r\nContent-Length: three\r\n\r\nv1\n");
          answers.incrementAndGet();
        });
    Load load = Load.on(server.getLocalPort(), 50);
    Awaitility.await().until(() -> answers.get() >= 5);

    Load.Outcome outcome = load.stop();
    assertThat(outcome.answers()).isEmpty();
    assertThat(outcome.failed()).isGreaterThanOrEqualTo(5);
  }

  /** Answers the first request of each connection, and closes it after something else. */
  private void answer(Talk then) {
    serve(
        socket -> {
          request(socket);
          say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nv1\n");
          then.on(socket);
        });
  }

  private void serve(Talk talk) {
    threads.execute(
        () -> {
          try {
            while (true) {
              Socket socket = server.accept();
              threads.execute(() -> talk(socket, talk));
            }
          } catch (IOException e) {
            // The test has ended.
          }
        });
  }

  private static void talk(Socket socket, Talk talk) {
    try (socket) {
      talk.on(socket);
    } catch (IOException e) {
      // So has whoever asked.
    }
  }

  private static void request(Socket socket) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null && !line.isEmpty(); ) {
      line = lines.readLine();
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private interface Talk {
    void on(Socket socket) throws IOException;
  }
}
