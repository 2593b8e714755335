package io.berth.e2e.kit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that registers itself as an instance and renews that, with whichever server answers.
 */
public final class Registrant implements AutoCloseable {
  private final List<Server> servers;
  private final String path;
  private final String body;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong renewed = new AtomicLong();
  private int at;

  /**
   * Begins: registers now, and again four times in a ttl.
   *
   * @param service that exists
   */
  public Registrant(List<Server> servers, String service, String id, Duration ttl) {
    this.servers = servers;
    this.path = "/v1/namespaces/default/services/" + service + "/instances/" + id;
    this.body = "{\"address\":\"127.0.0.1\",\"port\":8080,\"ttl\":\"" + ttl.toMillis() + "ms\"}";
    renew();
    var unused =
        clock.scheduleAtFixedRate(
            this::renew, ttl.toMillis() / 4, ttl.toMillis() / 4, TimeUnit.MILLISECONDS);
  }

  /** How often a server has said yes. */
  public long renewed() {
    return renewed.get();
  }

  private void renew() {
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(at);
      try {
        if (server.api().call("PUT", path, body).statusCode() / 100 == 2) {
          renewed.incrementAndGet();
          return;
        }
      } catch (RuntimeException e) {
        // The next one, then.
      }
      at = (at + 1) % servers.size();
    }
  }

  /** Renews no more, and does not say so. */
  @Override
  public void close() {
    clock.shutdownNow();
  }
}
