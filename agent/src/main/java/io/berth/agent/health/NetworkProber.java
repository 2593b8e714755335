package io.berth.agent.health;

import io.berth.api.Probe;
import io.berth.api.spec.Healthcheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;

/** Probes over the network, a new connection each: a kept one would hide a full backlog. */
public final class NetworkProber implements Prober {
  private static final int FIRST_FAILURE = 400;

  private final Clock clock;

  /** The clock stamps the probes. */
  public NetworkProber(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Probe probe(Healthcheck check, String address) {
    if (address.isEmpty()) {
      return outcome("", 0, "the container has no address");
    }
    return check.http().isPresent()
        ? http(check.http().get(), address, check.timeout())
        : tcp(check.tcp().orElseThrow().port(), address, check.timeout());
  }

  private Probe http(Healthcheck.HttpProbe http, String address, Duration timeout) {
    String url = "http://" + address + ":" + http.port() + http.path();
    try {
      int status = HttpExchange.get(address, http.port(), http.path(), timeout);
      return outcome(url, status, status < FIRST_FAILURE ? "" : "status " + status);
    } catch (IOException e) {
      return outcome(url, 0, reason(e, timeout));
    }
  }

  private Probe tcp(int port, String address, Duration timeout) {
    String url = "tcp://" + address + ":" + port;
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(address, port), (int) Math.max(1, timeout.toMillis()));
      return outcome(url, 0, "");
    } catch (IOException e) {
      return outcome(url, 0, reason(e, timeout));
    }
  }

  private Probe outcome(String url, int status, String error) {
    return new Probe(clock.instant(), url, status, error);
  }

  private static String reason(IOException e, Duration timeout) {
    if (e instanceof SocketTimeoutException) {
      return "no answer within " + timeout.toMillis() + " ms";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
