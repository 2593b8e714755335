package io.berth.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Json;
import io.berth.api.Registration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says how this process is found; begun by {@link BerthClient#register}. For one thread. */
public final class LeaseBuilder {
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final BerthClient client;
  private final String service;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private String id = "";
  private String address = "";
  private int port;
  private Duration ttl = Duration.ofSeconds(15);
  private int weight = 1;
  private String host;

  LeaseBuilder(BerthClient client, String service, String host) {
    this.client = client;
    this.service = service;
    this.host = host;
  }

  /**
   * Unique in the service; unless said, made of the machine's name, the port and the process id.
   */
  public LeaseBuilder id(String value) {
    this.id = Names.instance(value);
    return this;
  }

  /** A host name or IP address at which others reach this process. */
  public LeaseBuilder address(String value) {
    this.address = value;
    return this;
  }

  /** 1 to 65535. */
  public LeaseBuilder port(int value) {
    this.port = value;
    return this;
  }

  /** How long this process is found after its last renewal: 2 s to 1 h; unless said, 15 s. */
  public LeaseBuilder ttl(Duration value) {
    this.ttl = value;
    return this;
  }

  /** The share of the traffic beside others', 1 to 1000; unless said, 1. */
  public LeaseBuilder weight(int value) {
    this.weight = value;
    return this;
  }

  /** The host it runs on; unless said, that of the variable BERTH_HOST, if any. */
  public LeaseBuilder host(String value) {
    this.host = value;
    return this;
  }

  /** Adds a label to pick it by. */
  public LeaseBuilder label(String name, String value) {
    labels.put(name, value);
    return this;
  }

  /**
   * Begins to register, and returns at once: see {@link Lease#awaitRegistered}.
   *
   * @throws IllegalArgumentException if a value is missing or out of its range
   */
  public Lease start() {
    check(!address.isBlank(), "an address is needed at which others reach this process");
    check(port >= 1 && port <= 65_535, "a port must be 1 to 65535, not " + port);
    check(weight >= 1 && weight <= 1000, "a weight must be 1 to 1000, not " + weight);
    check(
        ttl.compareTo(SHORTEST) >= 0 && ttl.compareTo(LONGEST) <= 0,
        "a ttl must be 2 s to 1 h, not " + ttl);
    return client.start(service, id.isEmpty() ? usualId() : id, json(), ttl);
  }

  private byte[] json() {
    try {
      return Json.mapper()
          .writeValueAsBytes(
              new Registration(address, port, ttl, weight, host, Map.copyOf(labels)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String usualId() {
    String tail = "-" + port + "-" + ProcessHandle.current().pid();
    return idOf(machine(), tail);
  }

  /** Fits a machine's name into what an id may hold: at most 128 letters, digits, {@code _.-}. */
  static String idOf(String machine, String tail) {
    String clean = machine.replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    String whole = clean.isEmpty() ? "host" : clean;
    return Names.instance(whole.substring(0, Math.min(whole.length(), 128 - tail.length())) + tail);
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
