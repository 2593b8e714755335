package io.berth.agent.proxy;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections of HTTP clients on one lane. One on which nothing is asked for a minute is
 * closed, be it that the head of a request does not come to its end or that nobody is there; so is
 * one on which the body of a request stands still for as long. On its event loop.
 */
final class Clients {
  static final long SWEEP_MILLIS = 5_000;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Map<HttpConnection, Client> clients = new HashMap<>();
  private final Map<Upload, Seen> uploads = new HashMap<>();

  /** A request whose body is on its way. */
  interface Upload {
    /** How many bytes of it have come. */
    long received();

    /** It does not come any further. */
    void standsStill();
  }

  private static final class Client {
    private int underWay;
    private long idleSince;

    Client(long now) {
      idleSince = now;
    }
  }

  private static final class Seen {
    private long bytes;
    private long movedAt;

    Seen(long now) {
      movedAt = now;
    }

    void look(long received, long now) {
      if (received != bytes) {
        bytes = received;
        movedAt = now;
      }
    }
  }

  void connected(HttpConnection connection, long now) {
    clients.put(connection, new Client(now));
    connection.closeHandler(v -> clients.remove(connection));
  }

  void begun(HttpConnection connection) {
    Client client = clients.get(connection);
    if (client != null) {
      client.underWay++;
    }
  }

  void ended(HttpConnection connection, long now) {
    Client client = clients.get(connection);
    if (client != null) {
      client.underWay--;
      client.idleSince = now;
    }
  }

  void uploads(Upload upload, long now) {
    uploads.put(upload, new Seen(now));
  }

  void uploaded(Upload upload) {
    uploads.remove(upload);
  }

  /** Closes those that have been idle for too long. */
  void sweep(long now) {
    clients.entrySet().stream()
        .filter(one -> one.getValue().underWay == 0)
        .filter(one -> now - one.getValue().idleSince > PATIENCE)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(HttpConnection::close);
    uploads.forEach((upload, seen) -> seen.look(upload.received(), now));
    uploads.entrySet().stream()
        .filter(one -> now - one.getValue().movedAt > PATIENCE)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(Upload::standsStill);
  }
}
