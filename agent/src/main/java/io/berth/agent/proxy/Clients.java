package io.berth.agent.proxy;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections of clients on one lane, of which there is room for so many. One on which nothing
 * is asked by HTTP for a minute is closed, be it that the head of a request does not come to its
 * end or that nobody is there; so is one on which the body of a request stands still for as long.
 * On its event loop.
 */
final class Clients {
  static final long SWEEP_MILLIS = 5_000;
  static final int MOST = 8_192;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Map<HttpConnection, Client> clients = new HashMap<>();
  private final Map<Upload, Seen> uploads = new HashMap<>();
  private final Refusals refusals;
  private int tunnels;

  /** What it closes is counted there. */
  Clients(Refusals refusals) {
    this.refusals = refusals;
  }

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

  /** One more that speaks HTTP; it is closed where there is no room for it. */
  void connected(HttpConnection connection, long now) {
    if (!hasRoom()) {
      connection.close();
      return;
    }
    clients.put(connection, new Client(now));
    connection.closeHandler(v -> clients.remove(connection));
  }

  /** Whether one more can be had; it is refused where it can not. */
  boolean hasRoom() {
    boolean room = clients.size() + tunnels < MOST;
    if (!room) {
      refusals.count(Refusal.TOO_MANY);
    }
    return room;
  }

  /** One that does not speak HTTP begins. */
  void tunnelBegun() {
    tunnels++;
  }

  /** This one does not speak HTTP any more. */
  void tunnelBegun(HttpConnection connection) {
    clients.remove(connection);
    tunnelBegun();
  }

  void tunnelEnded() {
    tunnels--;
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
        .forEach(this::closeIdle);
    uploads.forEach((upload, seen) -> seen.look(upload.received(), now));
    uploads.entrySet().stream()
        .filter(one -> now - one.getValue().movedAt > PATIENCE)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(Upload::standsStill);
  }

  private void closeIdle(HttpConnection connection) {
    refusals.count(Refusal.IDLE);
    connection.close();
  }
}
