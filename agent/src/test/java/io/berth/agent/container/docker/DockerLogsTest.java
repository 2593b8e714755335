package io.berth.agent.container.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.container.LogSource;
import io.berth.agent.container.LogSource.Range;
import io.berth.agent.thread.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a unix socket, as to an engine, with answers as Docker's. */
@Timeout(30)
class DockerLogsTest {
  private static final String TIME = "2026-01-02T03:04:05.123456789Z ";
  private static final int OUT = 1;
  private static final int ERR = 2;

  @TempDir Path folder;

  private final Threads threads = new Threads();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private ServerSocketChannel engine;
  private DockerLogs logs;

  /** What an engine says on one connection. */
  private interface Conversation {
    void speak(SocketChannel connection) throws IOException;
  }

  @BeforeEach
  void open() throws IOException {
    Path socket = folder.resolve("s");
    engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    engine.bind(UnixDomainSocketAddress.of(socket));
    logs = new DockerLogs(new DockerConnection("unix://" + socket, threads.timer()));
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    logs.close();
    threads.close();
  }

  @Test
  void theEngineIsAskedForTimesAndBothStreamsAndNoMoreOfThePastThanIsWanted() {
    AtomicReference<String> head = new AtomicReference<>();
    answers(
        connection -> {
          head.set(head(connection));
          begin(connection);
          end(connection);
        });

    read(new Range(7, Instant.parse("2026-01-02T03:04:05.5Z"), true));

    await().until(() -> told.equals(List.of("ended: ")));
    assertThat(head.get().lines().findFirst().orElseThrow())
        .startsWith("GET /containers/web-0/logs?")
        .contains(
            "timestamps=true",
            "stdout=true",
            "stderr=true",
            "follow=true",
            "tail=7",
            "since=1767323045");
  }

  @Test
  void framesBecomeLinesInWhateverPiecesTheyArrive() {
    String long1 = "é".repeat(3000);
    answers(
        connection -> {
          head(connection);
          begin(connection);
          byte[] frame = frame(OUT, TIME + long1 + "\n");
          chunk(connection, ByteBuffer.wrap(frame, 0, 5));
          chunk(connection, ByteBuffer.wrap(frame, 5, 2001));
          chunk(connection, ByteBuffer.wrap(frame, 2006, frame.length - 2006));
          chunk(connection, ByteBuffer.wrap(frame(ERR, TIME + "oh\n")));
          end(connection);
        });

    read(new Range(LogSource.ALL, null, false));

    await()
        .untilAsserted(
            () -> assertThat(told).containsExactly("stdout " + long1, "stderr oh", "ended: "));
  }

  @Test
  void whoClosesEndsTheConnectionAtOnceThoughNothingIsPrinted() throws IOException {
    AtomicBoolean left = new AtomicBoolean();
    answers(
        connection -> {
          head(connection);
          begin(connection);
          chunk(connection, ByteBuffer.wrap(frame(OUT, TIME + "one\n")));
          left.set(connection.read(ByteBuffer.allocate(1)) < 0);
        });
    Closeable reading = read(new Range(100, null, true));
    await().until(() -> told.contains("stdout one"));

    reading.close();

    await().untilTrue(left);
    await().untilAsserted(() -> assertThat(told).containsExactly("stdout one", "ended: "));
  }

  @Test
  void whoWaitsLetsTheEngineWait() throws IOException {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicLong written = new AtomicLong();
    int most = 20_000; // Of a kilobyte each.
    answers(
        connection -> {
          head(connection);
          begin(connection);
          ByteBuffer frame = ByteBuffer.wrap(frame(OUT, TIME + "x".repeat(1024) + "\n"));
          for (int i = 0; i < most; i++) {
            chunk(connection, frame.duplicate());
            written.incrementAndGet();
          }
          end(connection);
        });
    AtomicLong lines = new AtomicLong();

    logs.read(
        "web-0",
        new Range(100, null, true),
        new LogSource.Reader() {
          @Override
          public void line(Instant time, String stream, String text) throws InterruptedException {
            gate.await();
            lines.incrementAndGet();
          }

          @Override
          public void ended(String trouble) {
            told.add("ended: " + trouble);
          }
        });

    AtomicLong before = new AtomicLong(-1);
    await()
        .during(Duration.ofMillis(500))
        .until(() -> before.getAndSet(written.get()) == written.get());
    assertThat(written.get()).isLessThan(most);
    gate.countDown();
    await().until(() -> told.equals(List.of("ended: ")));
    assertThat(lines.get()).isEqualTo(most);
  }

  @Test
  void whyTheEngineRefusesIsTold() {
    String body = "{\"message\":\"configured logging driver does not support reading\"}";
    answers(
        connection -> {
          head(connection);
          write(
              connection,
              "HTTP/1.1 501 Not Implemented\r\nContent-Type: application/json\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body);
        });

    read(new Range(100, null, true));

    await()
        .until(
            () ->
                told.equals(List.of("ended: configured logging driver does not support reading")));
  }

  @Test
  void anEngineThatIsAwayIsTold() throws IOException {
    engine.close();

    read(new Range(100, null, true));

    await()
        .untilAsserted(
            () ->
                assertThat(told)
                    .singleElement()
                    .asString()
                    .startsWith("ended: the engine cannot be reached: "));
  }

  private Closeable read(Range range) {
    return logs.read(
        "web-0",
        range,
        new LogSource.Reader() {
          @Override
          public void line(Instant time, String stream, String text) {
            told.add(stream + " " + text);
          }

          @Override
          public void ended(String trouble) {
            told.add("ended: " + trouble);
          }
        });
  }

  private void answers(Conversation conversation) {
    Thread thread =
        new Thread(
            () -> {
              try (SocketChannel connection = engine.accept()) {
                conversation.speak(connection);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "engine");
    thread.setDaemon(true);
    thread.start();
  }

  private static String head(SocketChannel connection) throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    while (head.indexOf("\r\n\r\n") < 0 && connection.read(bytes.clear()) > 0) {
      head.append(UTF_8.decode(bytes.flip()));
    }
    return head.toString();
  }

  private static void begin(SocketChannel connection) throws IOException {
    write(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  private static void end(SocketChannel connection) throws IOException {
    write(connection, "0\r\n\r\n");
  }

  private static void chunk(SocketChannel connection, ByteBuffer bytes) throws IOException {
    write(connection, Integer.toHexString(bytes.remaining()) + "\r\n");
    write(connection, bytes);
    write(connection, "\r\n");
  }

  private static void write(SocketChannel connection, String text) throws IOException {
    write(connection, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private static void write(SocketChannel connection, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      connection.write(bytes);
    }
  }

  /** As Docker sends it: which stream, how long, and the line with its time. */
  private static byte[] frame(int stream, String text) {
    byte[] payload = text.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + payload.length)
        .put(new byte[] {(byte) stream, 0, 0, 0})
        .putInt(payload.length)
        .put(payload)
        .array();
  }
}
