package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.berth.agent.route.ProxyState;
import io.berth.agent.route.Route;
import io.berth.agent.route.Table;
import io.berth.agent.route.TableFile;
import io.berth.agent.route.Target;
import io.berth.agent.route.TargetFigures;
import io.berth.api.spec.Protocol;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortTest extends ProxyCase {
  private static final String REQUEST = "GET / HTTP/1.1\nHost: x\nConnection: close\n\n";

  @Test
  void aPortThatSomebodyHasIsNamedAndTakenOnceItIsFree() throws IOException {
    App one = app("one");
    try (ServerSocket foreign = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(foreign.isBound()).isTrue();
      ProxyState state = take(route(Map.of(), false, one.target(1)));

      assertThat(state.refused()).hasSize(1);
      assertThat(state.refused().get(0).port()).isEqualTo(port);
      assertThat(state.refused().get(0).error()).contains("in use");
    }

    assertThat(take(route(Map.of(), false, one.target(1))).refused()).isEmpty();
    assertThat(get("/").body()).isEqualTo("one");
  }

  @Test
  void aPortThatIsNoLongerInTheTableIsFree() throws IOException {
    lead(app("one").target(1));
    assertThat(get("/").statusCode()).isEqualTo(200);

    proxy().take(Table.EMPTY).await();

    await()
        .ignoreExceptions()
        .until(
            () -> {
              new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
              return true;
            });
  }

  @Test
  void tcpIsCarriedAsItComes() throws IOException {
    takeTcp(app("one").target(1));

    assertThat(raw(REQUEST)).endsWith("one");
  }

  @Test
  void aTcpTargetOfThisHostThatSaysNothingAtAllIsNotWaitedForLong() throws IOException {
    try (FullBacklog silent = new FullBacklog()) {
      takeTcp(silent.target(true), app("good").target(1));

      for (int i = 0; i < 20; i++) {
        assertThat(assertTimeout(Duration.ofMillis(900), () -> raw(REQUEST))).endsWith("good");
      }
    }
  }

  @Test
  void whatATcpTargetSaidBeforeItClosedArrivesWhole() throws Exception {
    try (Pours pours = new Pours("", "", MUCH)) {
      takeTcp(pours.target());

      assertThat(slowly("")).isEqualTo(MUCH);
      await().until(() -> proxy().figures().await().targets().get(0).underWay() == 0);
    }
  }

  @Test
  void aTcpConnectionStaysWithATargetThatIsLeftUntilItsTimeIsUp() throws IOException {
    App next = app("next");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      takeTcp(new Target("old", 1, "127.0.0.1", server.getLocalPort(), true));
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
          Socket taken = server.accept()) {
        client.setSoTimeout(10_000);

        takeTcp(next.target(2));

        taken.getOutputStream().write('x');
        assertThat(client.getInputStream().read()).isEqualTo('x');
        assertThat(raw(REQUEST)).endsWith("next");
        assertThat(client.getInputStream().read()).as("cut").isNegative();
        assertThat(proxy().figures().await().refused()).containsEntry("cut", 1L);
      }
    }
  }

  private void takeTcp(Target... targets) {
    take(Protocol.TCP, targets);
  }

  private void takeUdp(Target... targets) {
    take(Protocol.UDP, targets);
  }

  private void take(Protocol protocol, Target... targets) {
    take(
        new Route(
            "default",
            "web",
            "127.0.0.1",
            port,
            protocol,
            false,
            Map.of(),
            false,
            DRAIN,
            List.of(targets)));
  }

  @Test
  void datagramsAreCarriedThereAndBack() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket echo = new DatagramSocket(0, loopback);
        DatagramSocket client = new DatagramSocket(0, loopback)) {
      Target target = new Target("echo", 1, "127.0.0.1", echo.getLocalPort(), true);
      takeUdp(target);
      client.setSoTimeout(10_000);
      echo.setSoTimeout(10_000);
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);

      client.send(
          new DatagramPacket("hello".getBytes(StandardCharsets.US_ASCII), 5, loopback, port));
      echo.receive(packet);
      echo.send(packet);
      packet.setLength(100);
      client.receive(packet);

      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII))
          .isEqualTo("hello");
      assertThat(packet.getPort()).isEqualTo(port);
    }
  }

  @Test
  void datagramsGoToTheNextTargetOnceTheirsIsLeft() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket old = new DatagramSocket(0, loopback);
        DatagramSocket next = new DatagramSocket(0, loopback);
        DatagramSocket client = new DatagramSocket(0, loopback)) {
      old.setSoTimeout(10_000);
      next.setSoTimeout(10_000);
      DatagramPacket packet = new DatagramPacket(new byte[10], 10);
      takeUdp(new Target("old", 1, "127.0.0.1", old.getLocalPort(), true));
      client.send(new DatagramPacket(new byte[3], 3, loopback, port));
      old.receive(packet);

      takeUdp(new Target("next", 2, "127.0.0.1", next.getLocalPort(), true));
      client.send(new DatagramPacket(new byte[4], 4, loopback, port));
      next.receive(packet);

      assertThat(packet.getLength()).isEqualTo(4);
      await().until(() -> state().leaving().isEmpty());
    }
  }

  @Test
  void aDatagramIsCarriedWholeAndOnlyItsTargetAnswersIt() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket target = new DatagramSocket(0, loopback);
        DatagramSocket stranger = new DatagramSocket(0, loopback);
        DatagramSocket client = new DatagramSocket(0, loopback)) {
      takeUdp(new Target("large", 1, "127.0.0.1", target.getLocalPort(), true));
      target.setSoTimeout(10_000);
      client.setSoTimeout(10_000);
      DatagramPacket packet = new DatagramPacket(new byte[60_000], 60_000);

      client.send(new DatagramPacket(new byte[50_000], 50_000, loopback, port));
      target.receive(packet);
      assertThat(packet.getLength()).isEqualTo(50_000);
      stranger.send(new DatagramPacket(new byte[7], 7, loopback, packet.getPort()));
      target.send(packet);
      packet.setLength(60_000);
      client.receive(packet);

      assertThat(packet.getLength()).isEqualTo(50_000);
      TargetFigures figures = proxy().figures().await().targets().get(0);
      assertThat(figures.answers().get(0)).isEqualTo(1);
      assertThat(figures.received()).isEqualTo(50_000);
      assertThat(figures.sent()).isEqualTo(50_000);
    }
  }

  @Test
  void aTableThatCannotBeKeptIsFollowedAllTheSameAndKeptWhenItCan() throws IOException {
    lead(app("one").target(1));
    Path inTheWay = folder().resolve("table.json");
    Files.delete(inTheWay);
    Files.createDirectories(inTheWay.resolve("full"));

    lead(app("two").target(1));
    assertThat(get("/").body()).isEqualTo("two");
    Files.delete(inTheWay.resolve("full"));
    Files.delete(inTheWay);
    proxy().take(new TableFile(folder()).load()).await();
    lead(app("three").target(1));

    assertThat(new TableFile(folder()).load().routes().get(0).targets())
        .extracting(Target::instance)
        .containsExactly("three");
  }

  @Test
  void itTakesItsTableUpAgainWhenItStarts() {
    lead(app("one").target(1));
    Doors others = new Doors();
    Vertx other = Vertx.builder().withTransport(others).build();
    proxy().leave().await();

    startOn(other, others);

    assertThat(get("/").body()).isEqualTo("one");
    other.close().await();
  }
}
