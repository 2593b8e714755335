package io.berth.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.berth.api.Probe;
import io.berth.api.spec.Healthcheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkProberTest {
  private static final Instant NOW = Instant.ofEpochSecond(1000);

  private final NetworkProber prober = new NetworkProber(Clock.fixed(NOW, ZoneOffset.UTC));

  private static Healthcheck http(String path, int port) {
    return check(Optional.of(new Healthcheck.HttpProbe(path, port)), Optional.empty());
  }

  private static Healthcheck tcp(int port) {
    return check(Optional.empty(), Optional.of(new Healthcheck.TcpProbe(port)));
  }

  private static Healthcheck check(
      Optional<Healthcheck.HttpProbe> http, Optional<Healthcheck.TcpProbe> tcp) {
    return new Healthcheck(
        http, tcp, Duration.ofSeconds(1), Duration.ofMillis(300), 3, Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({"200,true", "204,true", "302,true", "404,false", "503,false"})
  void anyAnswerOfTwoOrThreeHundredPasses(int status, boolean passes) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/up",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
          }
        });
    server.start();
    int port = server.getAddress().getPort();
    Probe probe = prober.probe(http("/up", port), "127.0.0.1");
    server.stop(0);
    assertThat(probe.status()).isEqualTo(status);
    assertThat(probe.passed()).isEqualTo(passes);
    assertThat(probe.error()).isEqualTo(passes ? "" : "status " + status);
    assertThat(probe.url()).isEqualTo("http://127.0.0.1:" + port + "/up");
    assertThat(probe.at()).isEqualTo(NOW);
  }

  @Test
  void aServerThatTakesConnectionsAndSaysNothingFailsInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Probe probe = prober.probe(http("/up", silent.getLocalPort()), "127.0.0.1");
      assertThat(probe.error()).isEqualTo("no answer within 300 ms");
      assertThat(probe.status()).isZero();
    }
  }

  @Test
  void aServerThatAnswersDripByDripFailsInTimeToo() throws IOException {
    try (ServerSocket drips = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      answer(drips, "HTTP/1.1 100 Continue\r\n\r\n", "X: y\r\n".repeat(1 << 20));
      Probe probe = prober.probe(http("/up", drips.getLocalPort()), "127.0.0.1");
      assertThat(probe.passed()).isFalse();
    }
  }

  @Test
  void anAnswerThatIsAnnouncedIsWaitedFor() throws IOException {
    try (ServerSocket hints = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      answer(hints, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n");
      assertThat(prober.probe(http("/up", hints.getLocalPort()), "127.0.0.1").status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n", "", "HTTP/2 200\r\n", "\n\n"})
  void whatIsNotHttpFails(String said) throws IOException {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      answer(other, said);
      Probe probe = prober.probe(http("/up", other.getLocalPort()), "127.0.0.1");
      assertThat(probe.passed()).isFalse();
      assertThat(probe.status()).isZero();
    }
  }

  /** Reads a request, says this and hangs up. */
  private static void answer(ServerSocket server, String... words) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                int unused = socket.getInputStream().read(new byte[4096]);
                for (String word : words) {
                  socket.getOutputStream().write(word.getBytes(StandardCharsets.UTF_8));
                }
              } catch (IOException hungUp) {
                // The prober had enough.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void aConnectionThatIsTakenIsEnoughForTcp() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      Probe probe = prober.probe(tcp(port), "127.0.0.1");
      assertThat(probe.passed()).isTrue();
      assertThat(probe.url()).isEqualTo("tcp://127.0.0.1:" + port);
    }
    assertThat(prober.probe(tcp(port), "127.0.0.1").error()).contains("refused");
  }

  @Test
  void aContainerWithoutAnAddressFailsAndBreaksNothing() {
    assertThat(prober.probe(http("/up", 80), "").error()).isEqualTo("the container has no address");
  }
}
