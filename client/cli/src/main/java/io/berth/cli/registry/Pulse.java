package io.berth.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Looks every second at the servers whose answers are waited for, where there are several: a wait
 * cannot tell a quiet server from a dead one. It ends the wait for a server that is silent or not
 * ready, when another one looks better; where none does, nothing is gained by asking it.
 */
final class Pulse {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(800);

  private final List<URI> servers;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private ScheduledThreadPoolExecutor thread;

  Pulse(List<URI> servers) {
    this.servers = servers;
  }

  /** From worst to best. */
  private enum Sight {
    NOTHING,
    UNREADY,
    READY
  }

  /** Until it is closed, {@code end} may be called, on another thread, to end the wait. */
  Wait over(URI server, Runnable end) {
    Wait wait = new Wait(server, end);
    if (servers.size() > 1) {
      waits.add(wait);
      start();
    }
    return wait;
  }

  private synchronized void start() {
    if (thread == null) {
      thread = new ScheduledThreadPoolExecutor(1, run -> daemon(run, "pulse"));
      var unused =
          thread.scheduleWithFixedDelay(
              this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static Thread daemon(Runnable run, String name) {
    Thread daemon = new Thread(run, name);
    daemon.setDaemon(true);
    return daemon;
  }

  private void look() {
    Set<URI> waitedFor = waits.stream().map(wait -> wait.server).collect(Collectors.toSet());
    for (URI server : waitedFor) {
      Sight sight = look(server);
      boolean better =
          sight != Sight.READY
              && servers.stream()
                  .filter(other -> !other.equals(server))
                  .anyMatch(other -> look(other).compareTo(sight) > 0);
      if (better) {
        waits.stream().filter(wait -> wait.server.equals(server)).forEach(Wait::cut);
      }
    }
  }

  private static Sight look(URI server) {
    try {
      HttpURLConnection http =
          (HttpURLConnection) URI.create(server + "/health/ready").toURL().openConnection();
      http.setInstanceFollowRedirects(false);
      http.setConnectTimeout((int) LOOK.toMillis());
      http.setReadTimeout((int) LOOK.toMillis());
      int status = http.getResponseCode();
      try (InputStream in = status >= 400 ? http.getErrorStream() : http.getInputStream()) {
        JsonNode ready = in == null ? null : Json.mapper().readTree(in).get("ready");
        if (ready == null || !ready.isBoolean()) {
          return Sight.NOTHING;
        }
        return ready.booleanValue() && status == 200 ? Sight.READY : Sight.UNREADY;
      }
    } catch (IOException e) {
      return Sight.NOTHING;
    }
  }

  /** Somebody waits for an answer of a server. */
  final class Wait implements AutoCloseable {
    private final URI server;
    private final Runnable end;
    private volatile boolean cut;

    private Wait(URI server, Runnable end) {
      this.server = server;
      this.end = end;
    }

    private void cut() {
      cut = true;
      // On a thread of its own: it may have to wait for a reader that is stuck in a body.
      daemon(end, "cut").start();
    }

    /** Fails if the wait was ended. */
    void check() throws IOException {
      if (cut) {
        throw new IOException("it fell silent");
      }
    }

    @Override
    public void close() {
      waits.remove(this);
    }
  }
}
