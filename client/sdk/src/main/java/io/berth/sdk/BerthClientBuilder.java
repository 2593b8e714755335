package io.berth.sdk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.api.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how a client is to be; every value has a default. For one thread. */
public final class BerthClientBuilder {
  private static final Logger log = LoggerFactory.getLogger(BerthClientBuilder.class);

  private Surroundings surroundings;
  private List<String> endpoints = List.of();
  private String namespace = "";
  private Optional<String> token = Optional.empty();
  private Optional<Path> cacheDirectory = Optional.empty();
  private Duration emptyGrace = Duration.ofSeconds(30);
  private ObjectMapper settingsMapper = Json.mapper();
  private Pace pace = Pace.usual();
  private LongSupplier clock = System::nanoTime;
  private RandomGenerator random = new java.util.Random();

  BerthClientBuilder(Map<String, String> environment) {
    this.surroundings = new Surroundings(environment);
  }

  /**
   * Where the servers are; unless said, what BERTH_SERVER says, separated by commas, and without
   * that {@code http://127.0.0.1:7400}.
   */
  public BerthClientBuilder endpoints(String... values) {
    this.endpoints = List.of(values);
    return this;
  }

  /** Of all that this client asks for; unless said, BERTH_NAMESPACE, else {@code default}. */
  public BerthClientBuilder namespace(String value) {
    this.namespace = Names.namespace(value);
    return this;
  }

  /** Sent with every request as a bearer token. Servers do not ask for one yet. */
  public BerthClientBuilder token(String value) {
    if (!value.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException("a token must be of visible ASCII characters");
    }
    this.token = Optional.of(value);
    return this;
  }

  /**
   * Where the last answers are kept for a start while every server is away; made if absent. Unless
   * said, they are not kept. Several processes of one user may share it.
   */
  public BerthClientBuilder cacheDirectory(Path value) {
    this.cacheDirectory = Optional.of(value);
    return this;
  }

  /**
   * How long servers must say that a service has no instance any more until a lookup believes it;
   * unless said, 30 s.
   */
  public BerthClientBuilder emptyGrace(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("a grace time must not be negative: " + value);
    }
    this.emptyGrace = value;
    return this;
  }

  /**
   * Reads settings into their types. Unless said, keys are snake_case, durations {@code "10s"}, and
   * unknown keys are ignored.
   */
  public BerthClientBuilder settingsMapper(ObjectMapper value) {
    this.settingsMapper = value;
    return this;
  }

  /** Takes the place of the process's environment variables. */
  public BerthClientBuilder environment(Map<String, String> value) {
    this.surroundings = new Surroundings(Map.copyOf(value));
    return this;
  }

  BerthClientBuilder pace(Pace value) {
    this.pace = value;
    return this;
  }

  /** Monotonic nanoseconds. */
  BerthClientBuilder clock(LongSupplier value) {
    this.clock = value;
    return this;
  }

  BerthClientBuilder random(RandomGenerator value) {
    this.random = value;
    return this;
  }

  /**
   * A client, with its threads, that has asked for nothing yet.
   *
   * @throws IllegalArgumentException if an endpoint is not an http or https URL
   */
  public BerthClient build() {
    List<URI> servers = new ArrayList<>();
    for (String endpoint : endpoints.isEmpty() ? usualEndpoints() : endpoints) {
      servers.add(endpointOf(endpoint.strip()));
    }
    cacheDirectory.ifPresent(BerthClientBuilder::make);
    Loop loop = new Loop("berth-client");
    Endpoints choice = Endpoints.spread(servers, random);
    return new BerthClient(
        this, new Link(choice, new Transport(token, loop, pace), loop, pace, random));
  }

  String namespace() {
    return namespace.isEmpty() ? Names.namespace(surroundings.namespace()) : namespace;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Optional<Path> cacheDirectory() {
    return cacheDirectory;
  }

  Duration emptyGrace() {
    return emptyGrace;
  }

  ObjectMapper settingsMapper() {
    return settingsMapper;
  }

  LongSupplier clock() {
    return clock;
  }

  private List<String> usualEndpoints() {
    return Arrays.asList(surroundings.servers().split(",", -1));
  }

  private static URI endpointOf(String text) {
    URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "an endpoint must be a URL such as http://127.0.0.1:7400, not \"" + text + "\"");
    }
    return uri;
  }

  /** A cache that cannot be had must not keep a service from starting. */
  private static void make(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      log.warn("The cache directory {} cannot be made: {}", directory, e.toString());
    }
  }
}
