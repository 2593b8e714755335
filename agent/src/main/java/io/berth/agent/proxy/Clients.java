package io.berth.agent.proxy;

import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  private final Map<HttpExchange, Upload> uploads = new HashMap<>();

  private static final class Client {
    private int underWay;
    private long idleSince;

    Client(long now) {
      idleSince = now;
    }
  }

  private static final class Upload {
    private long bytes;
    private long movedAt;

    Upload(long now) {
      movedAt = now;
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

  void uploads(HttpExchange exchange, long now) {
    uploads.put(exchange, new Upload(now));
  }

  void uploaded(HttpExchange exchange) {
    uploads.remove(exchange);
  }

  /** Closes those that have been idle for too long. */
  void sweep(long now) {
    List<HttpConnection> idle = new ArrayList<>();
    clients.forEach(
        (connection, client) -> {
          if (client.underWay == 0 && now - client.idleSince > PATIENCE) {
            idle.add(connection);
          }
        });
    idle.forEach(HttpConnection::close);
    List<HttpExchange> still = new ArrayList<>();
    uploads.forEach(
        (exchange, upload) -> {
          if (exchange.received() != upload.bytes) {
            upload.bytes = exchange.received();
            upload.movedAt = now;
          } else if (now - upload.movedAt > PATIENCE) {
            still.add(exchange);
          }
        });
    still.forEach(HttpExchange::standsStill);
  }
}
