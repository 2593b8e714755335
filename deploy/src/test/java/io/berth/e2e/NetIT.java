package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Namespace;
import io.berth.e2e.kit.Net;
import io.berth.e2e.kit.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults that the other tests rest on are faults. */
class NetIT {
  private final Net net = Net.of(2);
  private final Namespace one = net.namespace(0);
  private final Namespace two = net.namespace(1);
  private final ExecutorService greeter = Executors.newSingleThreadExecutor();
  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getByName(net.gateway()));
    greeter.execute(this::greet);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    greeter.shutdownNow();
    net.close();
  }

  @Test
  void whoIsCutOffHearsNothingUntilItIsHealed() {
    assertThat(hear(one, net.gateway(), listener.getLocalPort())).isEqualTo("hello");
    assertThat(pings(one, two)).isTrue();

    net.cut(one, two);
    one.cut(net.gateway(), listener.getLocalPort());

    assertThat(pings(one, two)).isFalse();
    assertThatThrownBy(() -> hear(one, net.gateway(), listener.getLocalPort()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(hear(two, net.gateway(), listener.getLocalPort())).isEqualTo("hello");

    net.heal();

    assertThat(pings(one, two)).isTrue();
    assertThat(hear(one, net.gateway(), listener.getLocalPort())).isEqualTo("hello");
  }

  @Test
  void aDetourThroughARelayIsSlow() {
    InetSocketAddress target = new InetSocketAddress(net.gateway(), listener.getLocalPort());
    try (Relay relay =
        Relay.delayed(net.gateway(), target, Duration.ofMillis(600), Duration.ofMillis(601))) {
      one.detour(two.address(), 80, net.gateway(), relay.port());
      long began = System.nanoTime();

      assertThat(hear(one, two.address(), 80)).isEqualTo("hello");

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(600));
    }
  }

  private void greet() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static String hear(Namespace from, String address, int port) {
    String script = "read -r line </dev/tcp/" + address + "/" + port + " && echo \"$line\"";
    return run(from, "timeout", "2", "bash", "-c", script).strip();
  }

  /** There may be no ping: a refused connection is an answer too. */
  private static boolean pings(Namespace from, Namespace to) {
    String script = "exec 3<>/dev/tcp/" + to.address() + "/9";
    return run(from, "bash", "-c", "timeout 1 bash -c '" + script + "' 2>&1; echo $?")
        .contains("refused");
  }

  private static String run(Namespace from, String... command) {
    List<String> words = new ArrayList<>(from.enter());
    words.addAll(List.of(command));
    return Ground.run(Map.of(), words);
  }
}
