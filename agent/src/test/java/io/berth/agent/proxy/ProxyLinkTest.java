package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.RealHost;
import io.berth.agent.route.Route;
import io.berth.agent.route.Table;
import io.berth.agent.route.TableFile;
import io.berth.agent.route.Target;
import io.berth.agent.thread.Threads;
import io.berth.api.spec.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent that has just started, and the proxy that was there before it. */
@Timeout(60)
class ProxyLinkTest {
  private static final Table WITHOUT = new Table(List.of(), List.of("web-0"));

  @TempDir private Path data;
  private ProxyLink link;

  @BeforeEach
  void start() {
    link = new ProxyLink(RunningProxy.folder(data), () -> {});
    link.start();
  }

  @AfterEach
  void close() {
    link.close();
  }

  private Thread waiter() {
    Thread waiter =
        Threads.own(
            "waiter",
            () -> {
              try {
                link.awaitLeft("web-0", Duration.ofSeconds(30));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    waiter.start();
    await().until(waiter::getState, state -> state != Thread.State.RUNNABLE);
    return waiter;
  }

  private static void waits(Thread waiter) {
    await().until(waiter::getState, Thread.State.TIMED_WAITING::equals);
  }

  private static void ends(Thread waiter) {
    await().until(() -> !waiter.isAlive());
  }

  @Test
  void nothingHasLeftBeforeTheProxyHasATableWithoutIt() throws IOException {
    Thread waiter = waiter();
    waits(waiter);
    link.lead(WITHOUT);
    waits(waiter);

    try (RunningProxy proxy = RunningProxy.start(data)) {
      assertThat(proxy).isNotNull();
      ends(waiter);
      assertThat(link.done()).isEqualTo(WITHOUT);
    }
  }

  @Test
  void whatTheAgentBeforeSentRequestsToHasLeftWhenTheyHaveEnded() throws IOException {
    int port = RealHost.freePorts(1).get(0);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket app = new ServerSocket(0, 1, loopback)) {
      keep(new Table(List.of(route(port, app.getLocalPort())), List.of()));
      try (RunningProxy proxy = RunningProxy.start(data);
          Socket client = new Socket(loopback, port)) {
        assertThat(proxy).isNotNull();
        app.accept();
        link.lead(WITHOUT);
        await().until(() -> link.done().equals(WITHOUT));
        Thread waiter = waiter();
        waits(waiter);

        client.close();

        ends(waiter);
      }
    }
  }

  private void keep(Table table) throws IOException {
    new TableFile(Files.createDirectories(RunningProxy.folder(data))).save(table);
  }

  private static Route route(int port, int target) {
    return new Route(
        "default",
        "web",
        "127.0.0.1",
        port,
        Protocol.TCP,
        false,
        Map.of(),
        false,
        Duration.ofSeconds(30),
        List.of(new Target("web-0", 1, "127.0.0.1", target, true)));
  }
}
