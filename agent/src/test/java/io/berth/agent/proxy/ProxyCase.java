package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.kit.RealHost;
import io.berth.agent.route.ProxyState;
import io.berth.agent.route.Route;
import io.berth.agent.route.Table;
import io.berth.agent.route.TableFile;
import io.berth.agent.route.Target;
import io.berth.api.spec.Protocol;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that has a port, programs behind it, and ways to ask them. */
@Timeout(60)
abstract class ProxyCase {
  static final Duration DRAIN = Duration.ofSeconds(1);

  /** More bytes than the system keeps for those who read slowly. */
  static final int MUCH = 32_000_000;

  private static final int PIECE = 8_192;
  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final int port = RealHost.freePorts(1).get(0);
  @TempDir private Path folder;
  private final Vertx apps = Vertx.vertx();
  private final Doors doors = new Doors();
  private final Vertx vertx = Vertx.builder().withTransport(doors).build();
  private Proxy proxy;

  @BeforeEach
  void start() {
    proxy = startOn(vertx, doors);
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    apps.close().await();
  }

  final Proxy startOn(Vertx on, Doors with) {
    Proxy started = new Proxy(on, new TableFile(folder), with::close);
    started.start(2).await();
    return started;
  }

  /** A program that answers with its name. */
  final App app(String name) {
    return App.start(apps, name);
  }

  /** Where it keeps its table. */
  final Path folder() {
    return folder;
  }

  final Proxy proxy() {
    return proxy;
  }

  /** All requests go to these from now on. */
  final void lead(Target... targets) {
    assertThat(take(route(Map.of(), false, targets)).refused()).isEmpty();
  }

  final ProxyState take(Route route) {
    return proxy.take(new Table(List.of(route))).await();
  }

  final ProxyState state() {
    return proxy.state().await();
  }

  final Route route(Map<Long, Integer> weights, boolean hold, Target... targets) {
    return route(false, weights, hold, targets);
  }

  final Route route(boolean sticky, Map<Long, Integer> weights, boolean hold, Target... targets) {
    return new Route(
        "default",
        "web",
        "127.0.0.1",
        port,
        Protocol.HTTP,
        sticky,
        weights,
        hold,
        DRAIN,
        Stream.of(targets).toList());
  }

  final HttpRequest.Builder ask(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  /** Asks, and does not wait for the answer. */
  final CompletableFuture<HttpResponse<String>> begin(String path) {
    return http.sendAsync(ask(path).build(), BodyHandlers.ofString());
  }

  final HttpResponse<String> get(String path) {
    return send(ask(path));
  }

  final HttpResponse<String> send(HttpRequest.Builder request) {
    return send(http, request);
  }

  static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  /** Asks for {@code /} on this connection. */
  static void askOn(Socket client) throws IOException {
    client
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Says this on a connection of its own, and answers all that comes back until it is closed. */
  final String raw(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      StringBuilder all = new StringBuilder();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (int c = in.read(); c >= 0; c = in.read()) {
        all.append((char) c);
      }
      return all.toString().replace("\r\n", "\n");
    }
  }

  /** Says this on a connection of its own, reads slowly, and answers how many bytes came back. */
  final int slowly(String text) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(PIECE);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket
          .getOutputStream()
          .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      int heard = 0;
      byte[] piece = new byte[PIECE];
      for (int n = 0; n >= 0; n = socket.getInputStream().read(piece)) {
        heard += n;
        LockSupport.parkNanos(PAUSE);
      }
      return heard;
    }
  }
}
